import { isIPv4 } from 'node:net';
import type * as v from 'valibot';
import type { Clock } from '../../../gateway/engine/clock';
import { defineAction, type ApiService } from '../action';
import { pageOf } from '../paging';
import { beijingTime } from '../time-text';
import { DnspodError } from './dnspod-error';
import { RecordStore, type RecordContent } from './record-store';
import * as schema from './schema';
import type { DnspodSnapshot, DnsRecord } from './snapshot';

/** The least time to live, in seconds, in a zone that nobody pays for. */
const MIN_TTL = 600;

/** DNSPod, version 2021-03-23: the records of zones. Nothing here answers DNS. */
export interface Dnspod {
  readonly service: ApiService;
  snapshot(): DnspodSnapshot;
}

/** DNSPod with the records that an earlier cloud has left. */
export function createDnspod(clock: Clock, restored?: DnspodSnapshot): Dnspod {
  const records = new RecordStore(clock, restored);
  return {
    service: {
      product: 'dnspod',
      version: '2021-03-23',
      regional: false,
      actions: {
        CreateRecord: defineAction(schema.CreateRecord, (input) => ({
          RecordId: records.create(contentOf(input)).recordId,
        })),
        DescribeRecord: defineAction(schema.DescribeRecord, ({ Domain, RecordId }) => ({
          RecordInfo: recordInfo(records.require(Domain, RecordId)),
        })),
        DescribeRecordList: defineAction(schema.DescribeRecordList, (input) =>
          recordList(records.list(input.Domain), input),
        ),
        ModifyRecord: defineAction(schema.ModifyRecord, ({ RecordId, ...input }) => ({
          RecordId: records.change(RecordId, contentOf(input)).recordId,
        })),
        DeleteRecord: defineAction(schema.DeleteRecord, ({ Domain, RecordId }) => {
          records.delete(Domain, RecordId);
          return {};
        }),
      },
    },
    snapshot: () => records.snapshot(),
  };
}

function contentOf(input: v.InferOutput<typeof schema.CreateRecord>): RecordContent {
  if (input.RecordType === 'A' && !isIPv4(input.Value)) {
    const message = 'The value of a record of the type A is an address of IPv4.';
    throw new DnspodError('InvalidParameter.RecordValueInvalid', message);
  }
  if (input.TTL < MIN_TTL) {
    const message = `The TTL of this zone is at least ${MIN_TTL}.`;
    throw new DnspodError('LimitExceeded.RecordTtlLimit', message);
  }
  return {
    zone: input.Domain,
    subDomain: input.SubDomain,
    type: input.RecordType,
    line: input.RecordLine,
    value: input.Value,
    ttl: input.TTL,
    isEnabled: input.Status === 'ENABLE',
    remark: input.Remark,
  };
}

function recordList(
  ofZone: readonly DnsRecord[],
  wanted: v.InferOutput<typeof schema.DescribeRecordList>,
) {
  const found = ofZone.filter(
    ({ subDomain, type, line }) =>
      subDomain === (wanted.Subdomain ?? subDomain) &&
      type === (wanted.RecordType ?? type) &&
      line === (wanted.RecordLine ?? line),
  );
  if (found.length === 0 && wanted.ErrorOnEmpty === 'yes') {
    throw new DnspodError('ResourceNotFound.NoDataOfRecord', 'There is no such record.');
  }
  const page = pageOf(found, wanted);
  return {
    RecordCountInfo: {
      SubdomainCount: new Set(found.map(({ subDomain }) => subDomain)).size,
      ListCount: page.length,
      TotalCount: found.length,
    },
    RecordList: page.map(listedRecord),
  };
}

function listedRecord(record: DnsRecord) {
  return {
    RecordId: record.recordId,
    Name: record.subDomain,
    Type: record.type,
    Line: record.line,
    LineId: '0',
    Value: record.value,
    Status: record.isEnabled ? 'ENABLE' : 'DISABLE',
    Weight: null,
    MX: 0,
    TTL: record.ttl,
    MonitorStatus: '',
    Remark: record.remark,
    UpdatedOn: beijingTime(record.updatedTime),
    DefaultNS: false,
  };
}

function recordInfo(record: DnsRecord) {
  return {
    Id: record.recordId,
    SubDomain: record.subDomain,
    RecordType: record.type,
    RecordLine: record.line,
    RecordLineId: '0',
    Value: record.value,
    Weight: null,
    MX: 0,
    TTL: record.ttl,
    Enabled: record.isEnabled ? 1 : 0,
    MonitorStatus: '',
    Remark: record.remark,
    UpdatedOn: beijingTime(record.updatedTime),
    DomainId: 1,
  };
}
