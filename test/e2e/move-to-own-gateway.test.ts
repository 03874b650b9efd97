import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'ws';
import { buildFunctions } from '../../infra/bundle/functions';
import { eventually } from '../support/eventually';
import { CloudDeployment } from '../support/cloud-deployment';
import { GatewayProgram, type GatewayProcess } from '../support/gateway-program';
import {
  invokeFunction,
  joinChat,
  registeredConnections,
  startChat,
  type Member,
  type RunningChat,
} from '../support/running-chat';
import { ROOT } from '../support/program-under-mocks';

/** What somebody does whose API Gateway is switched off: docs/migrate.md. */
describe('functions that are moved from API Gateway to a gateway of our own', () => {
  let chat: RunningChat;
  let cloud: CloudDeployment;
  let program: GatewayProgram;
  let gateway: GatewayProcess;
  const members: Member[] = [];

  beforeAll(async () => {
    [chat, program] = await Promise.all([startChat(), GatewayProgram.build()]);
    const { env, functions } = chat.ready;
    const credentials = {
      secretId: env['TENCENTCLOUD_SECRET_ID'] ?? '',
      secretKey: env['TENCENTCLOUD_SECRET_KEY'] ?? '',
    };
    cloud = new CloudDeployment({ port: Number(new URL(chat.ready.cloud).port), credentials });
    gateway = await program.start({
      GATEWAY_REGISTER: functions.register,
      GATEWAY_TRANSPORT: functions.transport,
      GATEWAY_CLEANUP: functions.cleanup,
      GATEWAY_SCF_REGION: env['TENCENTCLOUD_REGION'] ?? '',
      GATEWAY_SCF_ENDPOINT: chat.ready.cloud,
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    });
    // The one thing that changes in the functions.
    await setVariable(functions.transport, 'PUSH_BACK_URL', gateway.pushBackUrl);
    await setVariable(functions.cleanup, 'PUSH_BACK_URL', gateway.pushBackUrl);
  });
  afterEach(async () => {
    await Promise.all(members.splice(0).map((member) => member.close()));
    await eventually('an empty registry', async () => (await registered()) === 0);
  });
  afterAll(async () => {
    await program.remove();
    await chat.stop();
  });

  async function setVariable(FunctionName: string, name: string, value: string): Promise<void> {
    const { Environment } = await cloud.must('scf', 'GetFunction', { FunctionName });
    const { Variables } = Environment as { Variables: { Key: string; Value: string }[] };
    await cloud.must('scf', 'UpdateFunctionConfiguration', {
      FunctionName,
      Environment: {
        Variables: [...Variables.filter(({ Key }) => Key !== name), { Key: name, Value: value }],
      },
    });
    await cloud.untilSettled(FunctionName);
  }

  async function registered(): Promise<number> {
    return (await registeredConnections(chat)).length;
  }

  async function enter(): Promise<Member> {
    const member = await joinChat(gateway.wsUrl);
    members.push(member);
    return member;
  }

  it('chat as before: text, binary, the number online, and the leave', async () => {
    const [ann, ben, cat] = [await enter(), await enter(), await enter()];
    expect(ann.socket.protocol).toBe('scf-chat');
    ann.socket.send('你好, all');
    await eventually('the message', () => ben.received.length + cat.received.length === 2);
    expect([ann.received, ben.received, cat.received]).toEqual([
      [],
      ['你好, all(===Online people:3===)'],
      ['你好, all(===Online people:3===)'],
    ]);
    ben.socket.send(Buffer.from([0, 255]));
    await eventually('the bytes', () => ann.received.length === 1);
    expect(ann.received).toEqual(['00ff']);
    await cat.close();
    await eventually('the leave', async () => (await registered()) === 2);
  });

  it('push in batches, since the URL offers them', async () => {
    await Promise.all(Array.from({ length: 20 }, () => enter()));
    const before = await gateway.metric('scf_gateway_push_backs_total');
    const [speaker, ...others] = members;
    speaker?.socket.send('to all');
    await eventually('the message', () => others.every(({ received }) => received.length === 1));
    expect(await gateway.metric('scf_gateway_push_backs_total')).toBe(before + 1);
  });

  it('have a member disconnected by an operator', async () => {
    await enter();
    const [id] = await registeredConnections(chat);
    const answer = await invokeFunction(chat, chat.ready.functions.cleanup, {
      websocket: { action: 'disconnect', secConnectionID: id },
    });
    expect(answer).toMatchObject({ errNo: 0 });
    await eventually('the close', () => members[0]?.socket.readyState === WebSocket.CLOSED);
  });

  it('may be deployed anew while people chat: nobody is cut off, and no message lost', async () => {
    const [ann, ben] = [await enter(), await enter()];
    const { transport } = chat.ready.functions;
    const zip = readFileSync(path.join(ROOT, (await buildFunctions(ROOT)).transport.path));
    let sent = 0;
    const talk = setInterval(() => ann.socket.send(`message ${(sent += 1)}`), 20);
    for (let deployments = 0; deployments < 3; deployments += 1) {
      await cloud.must('scf', 'UpdateFunctionCode', {
        FunctionName: transport,
        Handler: 'index.main_handler',
        Code: { ZipFile: zip.toString('base64') },
      });
      await cloud.untilSettled(transport);
    }
    clearInterval(talk);
    await eventually('all messages', () => ben.received.length >= sent);
    expect(ben.received).toHaveLength(sent);
    expect([ann, ben].map(({ socket }) => socket.readyState)).toEqual([
      WebSocket.OPEN,
      WebSocket.OPEN,
    ]);
  });

  it('leave nobody registered who vanished', async () => {
    const ann = await enter();
    ann.socket.terminate();
    await eventually('the cleanup', async () => (await registered()) === 0);
  });
});
