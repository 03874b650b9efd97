import COS from 'cos-nodejs-sdk-v5';
import { request } from 'node:http';

/**
 * The transport function of the article that first described such a chat
 * (ServerlessCN/serverlesscloud.cn, content/best-practice/2020-05-09-serverless-websocket.md), line
 * by line from Python: one list call, then one push after another, each on a new socket as
 * `requests.post` has it, and no answer looked at. It differs where this chat's deployment does:
 * the role's temporary key instead of the account's, the prefix that the role is limited to, and
 * ids taken out of the registry's keys.
 */

interface DataSendEvent {
  readonly websocket: { readonly secConnectionID: string; readonly data: string };
}

const { env } = process;
const bucket = env['REGISTRY_BUCKET'] ?? '';
const region = env['REGISTRY_REGION'] ?? '';
const sendbackHost = env['PUSH_BACK_URL'] ?? '';

const PREFIX = 'connections/';
const HASH_DIGITS = 8;

async function getConnectionIdList(): Promise<string[]> {
  const cosClient = new COS({
    SecretId: env['TENCENTCLOUD_SECRETID'],
    SecretKey: env['TENCENTCLOUD_SECRETKEY'],
    SecurityToken: env['TENCENTCLOUD_SESSIONTOKEN'],
    Domain: '{Bucket}.cos.{Region}.myqcloud.com',
    Protocol: 'http:',
    Proxy: env['COS_ENDPOINT'],
  });
  const response = await cosClient.getBucket({ Bucket: bucket, Region: region, Prefix: PREFIX });
  return response.Contents.map(({ Key }) =>
    Buffer.from(Key.slice(PREFIX.length + HASH_DIGITS), 'base64url').toString(),
  );
}

async function send(connectionId: string, data: string): Promise<void> {
  const retmsg = {
    websocket: { action: 'data send', secConnectionID: connectionId, dataType: 'text', data },
  };
  await post(sendbackHost, JSON.stringify(retmsg));
}

/** `requests.post(url, json=…)`: a connection of its own, and the whole answer is read. */
function post(url: string, json: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent: false, headers })
      .once('response', (response) => response.resume().once('end', resolve))
      .once('error', reject)
      .end(json);
  });
}

export async function main_handler(event: DataSendEvent): Promise<string> {
  const connectionIdList = await getConnectionIdList();
  const connectionId = event.websocket.secConnectionID;
  const count = connectionIdList.length;
  const data = `${event.websocket.data}(===Online people:${count}===)`;
  for (const id of connectionIdList) {
    if (id !== connectionId) await send(id, data);
  }
  return 'send success';
}
