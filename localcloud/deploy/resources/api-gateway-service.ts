import type { ApiInput } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagResource } from './tags';

/** tencentcloud_api_gateway_service: CreateService, then DescribeService for what the program reads. */
export const apiGatewayService: ResourceType = {
  async create(inputs, cloud) {
    const { ServiceId } = await cloud.call(
      'apigateway',
      'CreateService',
      createServiceInput(inputs),
    );
    const service = await cloud.call('apigateway', 'DescribeService', { ServiceId });
    const id = String(ServiceId);
    await tagResource(inputs, `qcs::apigw:${cloud.region}:uin/:service/${id}`, cloud);
    return { id, outputs: { outerSubDomain: service['OuterSubDomain'] } };
  },
};

/** The body of CreateService, as the provider sends it. */
export function createServiceInput(inputs: Inputs): ApiInput {
  return {
    ServiceName: text(inputs, 'serviceName'),
    Protocol: text(inputs, 'protocol'),
    NetTypes: inputs['netTypes'],
    IpVersion: inputs['ipVersion'] ?? 'IPv4',
  };
}
