import { parseListAnswer } from '../../../functions/registry/list-answer';
import { RegistryError } from '../../../functions/registry/registry';

const KEY = 'connections/0123abcdZm9v';
const CONTENTS = `
  <Contents>
    <Key>${KEY}</Key>
    <LastModified>2026-11-23T07:55:00.000Z</LastModified>
    <ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>
    <Size>0</Size>
    <Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner>
    <StorageClass>STANDARD</StorageClass>
  </Contents>`;

function list(contents: string, truncated = 'false'): string {
  return `<?xml version='1.0' encoding='utf-8' ?>
<ListBucketResult>
  <Name>chat-1250000000</Name>
  <Prefix>connections/</Prefix>
  <Marker/>
  <MaxKeys>1000</MaxKeys>
  <IsTruncated>${truncated}</IsTruncated>${contents}
</ListBucketResult>
`;
}

describe("COS's list answer", () => {
  it('gives keys and times', () => {
    expect(parseListAnswer(list(CONTENTS))).toEqual({
      entries: [{ key: KEY, lastModified: Date.UTC(2026, 10, 23, 7, 55) }],
      truncated: false,
    });
  });

  it('says whether more is to come', () => {
    expect(parseListAnswer(list(CONTENTS, 'true')).truncated).toBe(true);
  });

  it('may have no entry', () => {
    expect(parseListAnswer(list('')).entries).toEqual([]);
  });

  it('reads on one line and with a namespace as well', () => {
    const xml = list(CONTENTS)
      .replace(/\n\s*/g, '')
      .replace('<ListBucketResult>', '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/">');
    expect(parseListAnswer(xml).entries).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['not XML', 'Bad Gateway'],
    ['crossed tags', '<ListBucketResult><IsTruncated>false</Key></ListBucketResult>'],
    ['another document', '<Error><Code>AccessDenied</Code></Error>'],
    ['cut off', list(CONTENTS).slice(0, -30)],
    ['without IsTruncated', list(CONTENTS).replace(/<IsTruncated>.*<\/IsTruncated>/, '')],
    ['with an entry without a key', list(CONTENTS.replace(/<Key>.*<\/Key>/, ''))],
    ['with an entry without a time', list(CONTENTS.replace(/<Last.*Modified>/, ''))],
    ['with an entry of no known time', list(CONTENTS.replace('2026-11-23T07', 'today'))],
    ['truncated before its first entry', list('', 'true')],
  ])('is an error when %s', (_case, xml) => {
    expect(() => parseListAnswer(xml)).toThrow(RegistryError);
  });
});
