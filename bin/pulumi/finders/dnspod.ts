import { listAll, type Finders, type Search } from './search';

export const DNSPOD: Finders = { 'tencentcloud:index/dnspodRecord:DnspodRecord': findRecord };

/** What is read of DescribeRecordList. */
interface DnsRecord {
  readonly RecordId: number;
  readonly Value: string;
}

/** A zone has no two records that are alike in all of this; the value is an address of this stack. */
async function findRecord({ inputs, connect, known }: Search): Promise<string | undefined> {
  const { domain, subDomain, recordType, recordLine, value } = inputs;
  const dnspod = await connect('dnspod');
  const records = await listAll(async (page) => {
    const { RecordList } = await dnspod('DescribeRecordList', {
      Domain: domain,
      Subdomain: subDomain,
      RecordType: recordType,
      RecordLine: recordLine,
      // Otherwise an error says that there is none.
      ErrorOnEmpty: 'no',
      ...page,
    });
    return RecordList as readonly DnsRecord[];
  });
  const found = records.find(({ Value }) => Value === value);
  const id = found && `${String(domain)}#${found.RecordId}`;
  return id === undefined || known.has(id) ? undefined : id;
}
