import type { ApiInput } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';

/** tencentcloud_dnspod_record. */
export const dnspodRecord: ResourceType = {
  async create(inputs, cloud) {
    const { RecordId } = await cloud.call('dnspod', 'CreateRecord', createRecordInput(inputs));
    return { id: `${text(inputs, 'domain')}#${String(RecordId)}`, outputs: {} };
  },
};

/** The body of CreateRecord, as the provider sends it. */
export function createRecordInput(inputs: Inputs): ApiInput {
  return {
    Domain: text(inputs, 'domain'),
    RecordType: text(inputs, 'recordType'),
    RecordLine: text(inputs, 'recordLine'),
    Value: text(inputs, 'value'),
    SubDomain: text(inputs, 'subDomain'),
    TTL: inputs['ttl'],
    Status: 'ENABLE',
  };
}
