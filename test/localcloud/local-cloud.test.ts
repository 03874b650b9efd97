import { Agent, get } from 'node:http';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { CloudEvent } from '../../localcloud/cloud-event';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { errorCode } from '../support/api-client';
import { AGREEING_SOURCE, CloudDeployment } from '../support/cloud-deployment';
import { sendRequest } from '../support/cloud-requests';
import { createCosClient, type CosKeys } from '../support/cos-client';
import { eventually } from '../support/eventually';

const place = { Bucket: 'registry-1250000000', Region: 'ap-guangzhou' };
const RESOURCE = 'qcs::cos:ap-guangzhou:uid/1250000000:registry-1250000000/connections/*';

/** Tells its role's keys, which nothing but a test of the cloud itself should do. */
const KEYS_SOURCE = `
exports.main_handler = async () => ({
  secretId: process.env.TENCENTCLOUD_SECRETID,
  secretKey: process.env.TENCENTCLOUD_SECRETKEY,
  sessionToken: process.env.TENCENTCLOUD_SESSIONTOKEN,
  cosEndpoint: process.env.COS_ENDPOINT,
});`;

let cloud: LocalCloud;
let deployment: CloudDeployment;
const events: CloudEvent[] = [];

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, observe: (event) => events.push(event) });
  deployment = new CloudDeployment(cloud);
  await createCosClient(cloud).putBucket(place);
});
afterAll(async () => {
  await cloud.close();
});

describe('a local cloud', () => {
  it('tells the provider how to reach it', () => {
    expect(cloud.environment).toEqual({
      TENCENTCLOUD_SECRET_ID: expect.stringMatching(/^AKIDLOCAL/) as string,
      TENCENTCLOUD_SECRET_KEY: cloud.credentials.secretKey,
      TENCENTCLOUD_SECURITY_TOKEN: '',
      TENCENTCLOUD_REGION: 'ap-guangzhou',
      TENCENTCLOUD_PROTOCOL: 'HTTP',
      TENCENTCLOUD_DOMAIN: 'tencentcloudapi.com',
      TENCENTCLOUD_COS_DOMAIN: 'http://cos.ap-guangzhou.myqcloud.com',
      HTTP_PROXY: `http://127.0.0.1:${cloud.port}`,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      TENCENTCLOUD_READ_RETRY_TIMEOUT: '1',
      TENCENTCLOUD_WRITE_RETRY_TIMEOUT: '1',
    });
  });

  it('has credentials and an account number that no other has', async () => {
    const other = await startLocalCloud({ port: 0 });
    await other.close();
    expect(other.credentials).not.toEqual(cloud.credentials);
    expect(other.uin).not.toBe(cloud.uin);
    expect(cloud.uin).toMatch(/^1000000\d{5}$/);
  });

  it('rejects with EADDRINUSE when its port is taken', async () => {
    await expect(startLocalCloud({ port: cloud.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('serves the page once it is published, and says before that there is none', async () => {
    const before = await sendRequest(cloud.port, page(cloud));
    cloud.publishPage('<h1>chat</h1>');
    const after = await sendRequest(cloud.port, page(cloud));
    expect(before.body).toContain('in dist/<stack>/index.html');
    expect(after.body).toBe('<h1>chat</h1>');
    expect(after.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "frame-ancestors 'none'",
    });
  });

  it('closes with idle connections, members and calls in the air, and frees its ports', async () => {
    const brief = await startLocalCloud({ port: 0 });
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(`${brief.baseUrl}/`, { agent }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    response.resume();
    await once(response, 'end');
    const on = new CloudDeployment(brief);
    await on.function('agree', AGREEING_SOURCE);
    await on.function('hang', 'exports.main_handler = () => new Promise(() => {});');
    const serviceId = await on.service();
    const { ws } = await on.addresses(serviceId, await on.webSocketApi(serviceId, 'agree'));
    await on.release(serviceId);
    const member = new WebSocket(`${ws}/release/`);
    await once(member, 'open');
    const hanging = on.invoke('hang').catch(() => 'cut off');
    const ended = once(member, 'close');
    await brief.close();
    const next = await startLocalCloud({ port: brief.port });
    await next.close();
    expect(await hanging).toBe('cut off');
    expect((await ended)[0]).toBe(1001);
    agent.destroy();
  });
});

describe('a function with a role', () => {
  let keys: CosKeys & { cosEndpoint: string };

  beforeAll(async () => {
    await deployment.role('member', ['name/cos:PutObject', 'name/cos:GetBucket'], [RESOURCE]);
    await deployment.function('keys', KEYS_SOURCE, { Role: 'member' });
    keys = (await deployment.invoke('keys')) as typeof keys;
  });

  it('gets credentials of the role and the address of COS', () => {
    expect(keys.cosEndpoint).toBe(cloud.baseUrl);
    expect([keys.secretId, keys.secretKey, keys.sessionToken].every(Boolean)).toBe(true);
    expect(keys.secretId).not.toBe(cloud.credentials.secretId);
  });

  it('may do what its policy allows, on its prefix', async () => {
    const client = createCosClient(cloud, keys);
    await client.putObject({ ...place, Key: 'connections/a', Body: '' });
    const page = await client.getBucket({ ...place, Prefix: 'connections/' });
    expect(page.Contents.map(({ Key }) => Key)).toEqual(['connections/a']);
  });

  it('may do nothing else, and is told no more than that', async () => {
    const client = createCosClient(cloud, keys);
    const Key = 'connections/a';
    const attempts = await Promise.allSettled([
      client.putObject({ ...place, Key: 'other/a', Body: '' }),
      client.getBucket({ ...place, Prefix: '' }),
      client.getObject({ ...place, Key }),
      client.deleteObject({ ...place, Key }),
      client.deleteBucket(place),
    ]);
    expect(attempts).toEqual(
      attempts.map(() => ({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'AccessDenied' }) as unknown,
      })),
    );
  });

  it('is nobody without its session token', async () => {
    const { secretId, secretKey } = keys;
    const client = createCosClient(cloud, { secretId, secretKey });
    const attempt = client.putObject({ ...place, Key: 'connections/b', Body: '' });
    await expect(attempt).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
  });
});

describe('a WebSocket API', () => {
  let serviceId: string;
  let ws: string;

  beforeAll(async () => {
    await deployment.function('agree', AGREEING_SOURCE);
    serviceId = await deployment.service();
    const apiId = await deployment.webSocketApi(serviceId, 'agree');
    ({ ws } = await deployment.addresses(serviceId, apiId));
  });

  it('is not there before it is released, is there after, and is gone when taken back', async () => {
    const before = await statusOf(`${ws}/release/`);
    await deployment.release(serviceId);
    const member = new WebSocket(`${ws}/release/`);
    await once(member, 'open');
    const elsewhere = await statusOf(`${ws}/test/`);
    const input = { ServiceId: serviceId, EnvironmentName: 'release' };
    await deployment.must('apigateway', 'UnReleaseService', input);
    const after = await statusOf(`${ws}/release/`);
    expect([before, elsewhere, after]).toEqual([404, 404, 404]);
    expect(member.readyState).toBe(WebSocket.OPEN);
    member.terminate();
  });

  it('calls its functions, and tells who watches', async () => {
    await deployment.release(serviceId);
    const member = new WebSocket(`${ws}/release/`);
    await once(member, 'open');
    member.send('hello');
    await eventually('the message to have been handled', () =>
      events.some((event) => event.type === 'gateway' && event.event.type === 'message'),
    );
    member.close();
    await eventually('the close', () =>
      events.some((event) => event.type === 'gateway' && event.event.type === 'closed'),
    );
    expect(JSON.stringify(events)).not.toContain(cloud.credentials.secretKey);
  });
});

it('refuses calls to API Gateway that create something when it is retired', async () => {
  const retired = await startLocalCloud({ port: 0, retired: true });
  const answer = await new CloudDeployment(retired).call('apigateway', 'CreateService', {
    ServiceName: 'late',
    Protocol: 'http',
  });
  await retired.close();
  expect(errorCode(answer)).toBe('UnsupportedOperation');
  expect(JSON.stringify(answer)).toContain('2024-07-01');
});

function page({ port }: LocalCloud) {
  return { method: 'GET', target: '/', headers: { host: `127.0.0.1:${port}` } };
}

/** The HTTP status that a client is turned away with. */
async function statusOf(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number; resume: () => void },
  ];
  response.resume();
  socket.terminate();
  return response.statusCode;
}
