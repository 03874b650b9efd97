import type COS from 'cos-nodejs-sdk-v5';
import type { CloudFaults } from '../../localcloud/faults';
import { sendRequest } from '../support/cloud-requests';
import {
  cloudStatement,
  shareCloud,
  type CloudUnderTest,
} from '../support/conformance/cloud-statement';
import { createCosClient, type CosKeys } from '../support/cos-client';

shareCloud();

const REGION = 'ap-guangzhou';
const KEYS_SOURCE = `
exports.main_handler = async () => ({
  secretId: process.env.TENCENTCLOUD_SECRETID,
  secretKey: process.env.TENCENTCLOUD_SECRETKEY,
  sessionToken: process.env.TENCENTCLOUD_SESSIONTOKEN,
});`;

async function newBucket({ cloud, unique }: CloudUnderTest) {
  const client = createCosClient(cloud);
  const place = { Bucket: `${unique('b')}-1250000000`, Region: REGION };
  await client.putBucket(place);
  return { client, place };
}

async function keysOf(client: COS, place: { Bucket: string; Region: string }): Promise<string[]> {
  return (await client.getBucket({ ...place, Prefix: '' })).Contents.map(({ Key }) => Key);
}

cloudStatement(37, {}, async (under) => {
  const { client, place } = await newBucket(under);
  expect((await client.getBucket({ ...place, Prefix: '' })).Contents).toEqual([]);

  // U+FFFD stands before the emoji in UTF-8 and after it in UTF-16.
  const keys = ['a', 'b/1', 'b/2', 'é', '\uFFFD', '😀'];
  for (const Key of [...keys].reverse()) await client.putObject({ ...place, Key, Body: '' });
  expect(await keysOf(client, place)).toEqual(keys);
  const page = await client.getBucket({ ...place, Prefix: '', Marker: 'b/1', MaxKeys: 2 });
  expect(page.Contents.map(({ Key }) => Key)).toEqual(['b/2', 'é']);
  expect([page.IsTruncated, page.NextMarker]).toEqual(['true', 'é']);
  const last = await client.getBucket({ ...place, Prefix: '', Marker: 'é', MaxKeys: 2 });
  expect([last.IsTruncated, last.Contents.length]).toEqual(['false', 2]);
});

cloudStatement(37, { when: '1,000 a page' }, async (under) => {
  const { client, place } = await newBucket(under);
  const keys = Array.from({ length: 1001 }, (_, at) => `k${String(at).padStart(4, '0')}`);
  for (let at = 0; at < keys.length; at += 100) {
    const some = keys.slice(at, at + 100);
    await Promise.all(some.map((Key) => client.putObject({ ...place, Key, Body: '' })));
  }
  const page = await client.getBucket({ ...place, Prefix: '', MaxKeys: 5000 });
  expect([page.Contents.length, page.NextMarker]).toEqual([1000, 'k0999']);
});

const faults: CloudFaults = {};
cloudStatement(38, { options: { faults } }, async (under) => {
  const { client, place } = await newBucket(under);
  await client.putObject({ ...place, Key: 'old', Body: 'x' });
  expect(await keysOf(client, place)).toEqual(['old']);

  faults.listLagMs = 3_600_000;
  await client.putObject({ ...place, Key: 'new', Body: 'y' });
  await client.deleteObject({ ...place, Key: 'old' });
  expect(await keysOf(client, place)).toEqual(['old']);
  expect(String((await client.getObject({ ...place, Key: 'new' })).Body)).toBe('y');
  await expect(client.headObject({ ...place, Key: 'old' })).rejects.toMatchObject({
    statusCode: 404,
  });

  faults.listLagMs = 0;
  expect(await keysOf(client, place)).toEqual(['new']);
});

cloudStatement(39, {}, async (under) => {
  const { cloud, deployment, unique } = under;
  const { client, place } = await newBucket(under);
  expect(await client.deleteObject({ ...place, Key: 'none' })).toMatchObject({ statusCode: 204 });

  const host = `cos.${REGION}.myqcloud.com`;
  const byPath = { method: 'GET', target: `http://${host}/${place.Bucket}/a`, headers: { host } };
  expect((await sendRequest(cloud.port, byPath)).status).toBe(403);

  const wrong = createCosClient(cloud, { ...cloud.credentials, secretKey: 'wrong' });
  const Key = 'connections/a';
  await expect(wrong.putObject({ ...place, Key, Body: '' })).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
  });

  const role = unique('putter');
  const resource = `qcs::cos:${REGION}:uid/1250000000:${place.Bucket}/connections/*`;
  await deployment.role(role, ['name/cos:PutObject'], [resource]);
  await deployment.function(role, KEYS_SOURCE, { Role: role });
  const keys = (await deployment.invoke(role)) as CosKeys;
  const ofRole = createCosClient(cloud, keys);
  await ofRole.putObject({ ...place, Key, Body: '' });
  await expect(ofRole.putObject({ ...place, Key: 'other/a', Body: '' })).rejects.toMatchObject({
    code: 'AccessDenied',
    statusCode: 403,
  });
  const withoutToken = createCosClient(cloud, {
    secretId: keys.secretId,
    secretKey: keys.secretKey,
  });
  await expect(withoutToken.putObject({ ...place, Key, Body: '' })).rejects.toMatchObject({
    statusCode: 403,
  });
});

cloudStatement(40, {}, async (under) => {
  const { client, place } = await newBucket(under);
  await client.putObject({ ...place, Key: 'page.html', Body: '<p>', ContentType: 'text/html' });
  const { headers } = await client.getObject({ ...place, Key: 'page.html' });
  expect(headers).toMatchObject({
    'x-cos-force-download': 'true',
    'content-disposition': 'attachment',
  });
});
