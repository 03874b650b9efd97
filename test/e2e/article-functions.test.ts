import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zip } from '../../infra/bundle/zip';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { findPython } from '../../localcloud/runtime/instance-programs';
import { CloudDeployment } from '../support/cloud-deployment';
import { createCosClient } from '../support/cos-client';
import { eventually } from '../support/eventually';
import { GatewayProgram, type GatewayProcess } from '../support/gateway-program';
import { join, type RecordingClient } from '../support/recording-client';

const REGION = 'ap-guangzhou';
const BUCKET = 'chat-cos-1250000000';
const FOLDER = path.join(__dirname, '../fixtures/article');
const PACKAGES = ['qcloud_cos_v5.py', 'requests.py'];
/** A folder with the article's own reg.py, trans.py and clean.py, for whoever has copied them. */
const HANDLER_FOLDER = process.env['SCF_CHAT_ARTICLE_FUNCTIONS'] ?? FOLDER;
const HANDLERS = { ChatReg: 'reg', ChatTrans: 'trans', ChatClean: 'clean' };

const hasPython = findPython() !== undefined;
if (!hasPython) console.warn('skipped: there is no python3 on this machine');

(hasPython ? describe : describe.skip)('the Python functions of the original article', () => {
  let cloud: LocalCloud;
  let program: GatewayProgram;
  let gateway: GatewayProcess;
  const clients: RecordingClient[] = [];

  beforeAll(async () => {
    [cloud, program] = await Promise.all([startLocalCloud({ port: 0 }), GatewayProgram.build()]);
    const { secretId, secretKey } = cloud.credentials;
    gateway = await program.start({
      GATEWAY_REGISTER: 'ChatReg',
      GATEWAY_TRANSPORT: 'ChatTrans',
      GATEWAY_CLEANUP: 'ChatClean',
      GATEWAY_SCF_REGION: REGION,
      GATEWAY_SCF_ENDPOINT: cloud.baseUrl,
      TENCENTCLOUD_SECRET_ID: secretId,
      TENCENTCLOUD_SECRET_KEY: secretKey,
    });
    await createCosClient(cloud).putBucket({ Bucket: BUCKET, Region: REGION });
    const deployment = new CloudDeployment(cloud);
    const code = await zip({
      ...filesOf(FOLDER, PACKAGES),
      ...filesOf(
        HANDLER_FOLDER,
        Object.values(HANDLERS).map((name) => `${name}.py`),
      ),
    });
    // The article's variables.
    const variables = {
      region: REGION,
      bucket: BUCKET,
      secret_id: secretId,
      secret_key: secretKey,
      url: gateway.pushBackUrl,
    };
    for (const [FunctionName, file] of Object.entries(HANDLERS)) {
      await deployment.must('scf', 'CreateFunction', {
        FunctionName,
        Code: { ZipFile: code.toString('base64') },
        Handler: `${file}.main_handler`,
        Runtime: 'Python3.6',
        Timeout: 10,
        Environment: {
          Variables: Object.entries(variables).map(([Key, Value]) => ({ Key, Value })),
        },
      });
      expect(await deployment.untilSettled(FunctionName)).toBe('Active');
    }
  });
  afterAll(async () => {
    for (const { webSocket } of clients) webSocket.terminate();
    await program.remove();
    await cloud.close();
  });

  async function registered(): Promise<string[]> {
    const { Contents } = await createCosClient(cloud).getBucket({ Bucket: BUCKET, Region: REGION });
    return Contents.map(({ Key }) => Key);
  }

  it('chat over the gateway as they are: two join, one speaks, one leaves', async () => {
    const [ann, ben] = [await join(gateway.wsUrl), await join(gateway.wsUrl)];
    clients.push(ann, ben);
    expect(await registered()).toHaveLength(2);
    ann.webSocket.send('你好');
    await eventually('the message', () => ben.frames.length === 1);
    expect(ben.frames).toEqual(['你好(===Online people:2===)']);
    expect(ann.frames).toEqual([]);

    ben.webSocket.close();
    await eventually('the leave', async () => (await registered()).length === 1);
    expect(ann.closeCode).toBeUndefined();
  });

  it('keep up with a room, whatever is in the ids', async () => {
    const room = await Promise.all(Array.from({ length: 30 }, () => join(gateway.wsUrl)));
    clients.push(...room);
    const ids = await registered();
    expect(ids.some((id) => /[+/]/.test(id))).toBe(true);
    room[0]?.webSocket.send('hello, room');
    const others = clients.filter((client) => client !== room[0] && client.closeCode === undefined);
    await eventually('the message', () => others.every(({ frames }) => frames.length === 1));
    expect(others).toHaveLength(30);
    expect(others[0]?.frames).toEqual(['hello, room(===Online people:31===)']);
  });
});

function filesOf(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}
