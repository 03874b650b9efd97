import type COS from 'cos-nodejs-sdk-v5';
import { startLocalCloud, type LocalCloud } from '../../../../localcloud/local-cloud';
import { createCosClient } from '../../../support/cos-client';

const Region = 'ap-guangzhou';
const Bucket = 'sdk-1250000000';
const place = { Bucket, Region };

let cloud: LocalCloud;
let client: COS;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0 });
  client = createCosClient(cloud);
  await client.putBucket(place);
});
afterAll(async () => {
  await cloud.close();
});

async function listAll(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let Marker: string | undefined = '';
  while (Marker !== undefined) {
    const page: COS.GetBucketResult = await client.getBucket({ ...place, Prefix: prefix, Marker });
    keys.push(...page.Contents.map(({ Key }) => Key));
    Marker = page.IsTruncated === 'true' ? page.NextMarker : undefined;
  }
  return keys;
}

describe('COS, by cos-nodejs-sdk-v5', () => {
  it('gives back what was put, under a key with every kind of character', async () => {
    const Key = "connections/ab+/=x y%20é!*'()~&?#.txt";
    const put = await client.putObject({ ...place, Key, Body: 'hello', ContentType: 'text/plain' });
    const got = await client.getObject({ ...place, Key });
    const head = await client.headObject({ ...place, Key });
    const listed = await listAll('connections/ab');
    expect(got.Body.toString()).toBe('hello');
    expect(got.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment',
      'x-cos-force-download': 'true',
      'x-cos-request-id': expect.stringMatching(/./) as string,
    });
    expect([put.ETag, head.ETag]).toEqual([got.ETag, '"5d41402abc4b2a76b9719d911017c592"']);
    expect(listed).toEqual([Key]);
  });

  it('lists 2,001 keys in three pages, in order and each once', async () => {
    const expected = Array.from({ length: 2001 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
    const waiting = [...expected].reverse();
    async function putAll(): Promise<void> {
      for (let Key = waiting.pop(); Key; Key = waiting.pop()) {
        await client.putObject({ ...place, Key, Body: '' });
      }
    }
    await Promise.all(Array.from({ length: 16 }, putAll));
    expect(await listAll('many/')).toEqual(expected);
  });

  it('deletes one object, and says nothing of one that is not there', async () => {
    await client.putObject({ ...place, Key: 'gone', Body: 'x' });
    const answers = [
      await client.deleteObject({ ...place, Key: 'gone' }),
      await client.deleteObject({ ...place, Key: 'gone' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([204, 204]);
    await expect(client.headObject({ ...place, Key: 'gone' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('deletes many objects in one request', async () => {
    for (const Key of ['batch/1', 'batch/2', 'batch/3']) {
      await client.putObject({ ...place, Key, Body: Key });
    }
    const Objects = [{ Key: 'batch/1' }, { Key: 'batch/3' }, { Key: 'batch/none' }];
    const answer = await client.deleteMultipleObject({ ...place, Objects });
    expect(answer.Deleted).toHaveLength(3);
    expect(await listAll('batch/')).toEqual(['batch/2']);
  });

  it('groups keys by a delimiter', async () => {
    for (const Key of ['tree/a/1', 'tree/a/2', 'tree/b', 'tree/c/1']) {
      await client.putObject({ ...place, Key, Body: '' });
    }
    const page = await client.getBucket({ ...place, Prefix: 'tree/', Delimiter: '/' });
    expect(page.CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(['tree/a/', 'tree/c/']);
    expect(page.Contents.map(({ Key }) => Key)).toEqual(['tree/b']);
  });

  it('refuses a wrong key and a foreign one with the codes of COS', async () => {
    const { secretId } = cloud.credentials;
    const wrong = createCosClient(cloud, { secretId, secretKey: 'wrong' });
    const foreign = createCosClient(cloud, { secretId: 'AKIDOTHER', secretKey: 'any' });
    await expect(wrong.headBucket(place)).rejects.toMatchObject({ statusCode: 403 });
    await expect(wrong.getBucket(place)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    await expect(foreign.getBucket(place)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
  });

  it('knows no bucket that was not made, and deletes none that holds something', async () => {
    const other = { Bucket: 'other-1250000000', Region };
    await expect(client.getBucket(other)).rejects.toMatchObject({ code: 'NoSuchBucket' });
    await client.putBucket(other);
    await client.putObject({ ...other, Key: 'k', Body: '' });
    await expect(client.deleteBucket(other)).rejects.toMatchObject({ code: 'BucketNotEmpty' });
    await client.deleteObject({ ...other, Key: 'k' });
    await expect(client.deleteBucket(other)).resolves.toMatchObject({ statusCode: 204 });
  });
});
