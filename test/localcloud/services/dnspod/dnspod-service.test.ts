import { createDnspod } from '../../../../localcloud/services/dnspod/dnspod-service';
import { callService } from '../../../support/call-service';
import { FakeClock } from '../../../support/fake-clock';
import { readDnsRecordRequests } from '../../../support/recorded-requests';

const Domain = 'example.com';
const RECORD = {
  Domain,
  RecordType: 'A',
  RecordLine: '默认',
  Value: '203.0.113.7',
  SubDomain: 'chat',
  TTL: 600,
  Status: 'ENABLE',
};

const clock = new FakeClock(Date.parse('2026-11-25T10:00:00Z'));

function start() {
  const dnspod = createDnspod(clock);
  const { service } = dnspod;
  return {
    snapshot: () => dnspod.snapshot(),
    call: (action: string, input: object) => callService(service, action, input),
    create: async () => {
      const { RecordId } = await callService(service, 'CreateRecord', RECORD);
      return { Domain, RecordId };
    },
  };
}

describe('DNSPod of the local cloud', () => {
  it('shows a record as it was made', async () => {
    const { call, create } = start();
    const { RecordInfo } = await call('DescribeRecord', await create());
    expect(RecordInfo).toMatchObject({
      SubDomain: 'chat',
      RecordType: 'A',
      RecordLine: '默认',
      Value: '203.0.113.7',
      TTL: 600,
      Enabled: 1,
      UpdatedOn: '2026-11-25 18:00:00',
    });
  });

  it('lists the records of a zone by name, type and line', async () => {
    const { call, create } = start();
    const { RecordId } = await create();
    await call('CreateRecord', { ...RECORD, SubDomain: 'talk' });
    const wanted = { Domain, Subdomain: 'chat', RecordType: 'A', RecordLine: '默认' };
    expect(await call('DescribeRecordList', wanted)).toMatchObject({
      RecordCountInfo: { SubdomainCount: 1, ListCount: 1, TotalCount: 1 },
      RecordList: [{ RecordId, Name: 'chat', Value: '203.0.113.7', Status: 'ENABLE' }],
    });
    const page = await call('DescribeRecordList', { Domain, Offset: 1, Limit: 1 });
    expect(page).toMatchObject({ RecordList: [{ Name: 'talk' }] });
  });

  it('answers a list of no records with an error, unless told otherwise', async () => {
    const { call } = start();
    expect(await call('DescribeRecordList', { Domain })).toEqual({
      code: 'ResourceNotFound.NoDataOfRecord',
    });
    const empty = await call('DescribeRecordList', { Domain, ErrorOnEmpty: 'no' });
    expect(empty).toMatchObject({ RecordList: [] });
  });

  it('changes a record, and switches it off', async () => {
    const { call, create } = start();
    const record = await create();
    await call('ModifyRecord', { ...RECORD, ...record, Value: '203.0.113.8', Status: 'DISABLE' });
    const { RecordInfo } = await call('DescribeRecord', record);
    expect(RecordInfo).toMatchObject({ Value: '203.0.113.8', Enabled: 0 });
  });

  it('has no second record of the same content', async () => {
    const { call, create } = start();
    await create();
    expect(await call('CreateRecord', RECORD)).toEqual({
      code: 'InvalidParameter.DomainRecordExist',
    });
  });

  it('knows a record in its own zone only, and no longer once it is deleted', async () => {
    const { call, create } = start();
    const record = await create();
    const gone = { code: 'InvalidParameter.RecordIdInvalid' };
    expect(await call('DescribeRecord', { ...record, Domain: 'example.org' })).toEqual(gone);
    expect(await call('DeleteRecord', record)).toEqual({});
    expect(await call('DescribeRecord', record)).toEqual(gone);
    expect(await call('DeleteRecord', record)).toEqual(gone);
  });

  it.each([
    ['InvalidParameter.RecordValueInvalid', { Value: 'chat.example.net' }],
    ['LimitExceeded.RecordTtlLimit', { TTL: 60 }],
    ['InvalidParameterValue', { RecordLine: 'abroad' }],
  ])('answers %s to %j', async (code, flaw) => {
    const { call } = start();
    expect(await call('CreateRecord', { ...RECORD, ...flaw })).toEqual({ code });
  });

  it('takes each request of the real provider', async () => {
    const { call } = start();
    let RecordId: unknown;
    for (const { action, body } of readDnsRecordRequests()) {
      const own = { ...(JSON.parse(body) as object), ...(RecordId !== undefined && { RecordId }) };
      const answer = await call(action, own);
      expect(answer).not.toHaveProperty('code');
      RecordId ??= answer['RecordId'];
    }
  });

  it('keeps its records for the next cloud', async () => {
    const { snapshot, create } = start();
    const record = await create();
    const { service } = createDnspod(clock, snapshot());
    expect(await callService(service, 'DescribeRecord', record)).toMatchObject({
      RecordInfo: { SubDomain: 'chat' },
    });
  });
});
