import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { WebSocket } from 'ws';
import { webSocketApiInput } from '../support/cloud-deployment';
import { createCosClient } from '../support/cos-client';
import { eventually } from '../support/eventually';
import { changed, LocalStack } from '../support/fake-engine/local-stack';
import { plain, withoutSecrets } from '../support/fake-engine/properties';
import { keyOf } from '../support/fake-engine/resource-state';

const BUCKET = 'scf-chat-local-1250000000';
const PAGE = 'dist/local/index.html';
const RESOURCES = [
  'ApiGatewayService:gateway',
  'CamPolicy:cleanup',
  'CamPolicy:register',
  'CamPolicy:transport',
  'CamRole:cleanup',
  'CamRole:register',
  'CamRole:transport',
  'CamRolePolicyAttachment:cleanup',
  'CamRolePolicyAttachment:register',
  'CamRolePolicyAttachment:transport',
  'CosBucket:registry',
  'ScfFunction:cleanup',
  'ScfFunction:register',
  'ScfFunction:transport',
  'WebSocketApi:gateway',
  'WebSocketDeployment:gateway',
];

let stack: LocalStack;

beforeAll(async () => {
  stack = await LocalStack.start();
});
afterAll(() => stack.close());

/** One stack's life: each test finds it where the one before has left it. */
describe('the program under an engine, with the real host of its dynamic resources', () => {
  it('previews all sixteen resources and makes nothing', async () => {
    const { result, changes } = await stack.observe(() => stack.engine.preview());
    expect(changed(result)).toEqual(RESOURCES.map((resource) => `create ${resource}`));
    expect(changes).toEqual([]);
    expect(existsSync(path.join(stack.project.root, PAGE))).toBe(false);
  });

  it('makes all sixteen in one pass, the service first, and two people chat', async () => {
    const { steps, outputs } = await stack.engine.up();
    expect(changed({ steps })).toEqual(RESOURCES.map((resource) => `create ${resource}`));
    expect(steps[0]?.resource).toBe('ApiGatewayService:gateway');
    expect(plain(outputs)).toEqual({
      wsUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/release\/$/) as string,
      page: PAGE,
      bucket: BUCKET,
      functions: {
        register: 'scf-chat-local-register',
        transport: 'scf-chat-local-transport',
        cleanup: 'scf-chat-local-cleanup',
      },
      pushBackUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api-[a-z0-9]+$/) as string,
      account: stack.cloud.uin,
    });
    const [ann, ben] = [await stack.join(), await stack.join()];
    ann.socket.send('hello');
    await eventually('the message', () => ben.received.length === 1);
    expect(ben.received).toEqual(['hello(===Online people:2===)']);
  });

  it('tells the engine what depends on what', () => {
    expect(dependenciesOf('ScfFunction:register')).not.toContain('WebSocketApi:gateway');
    expect(dependenciesOf('WebSocketApi:gateway')).toEqual([
      'ApiGatewayService:gateway',
      'ScfFunction:register',
    ]);
    expect(dependenciesOf('ScfFunction:transport')).toContain('WebSocketApi:gateway');
    expect(dependenciesOf('ScfFunction:cleanup')).toContain('WebSocketApi:gateway');
    expect(dependenciesOf('WebSocketDeployment:gateway')).toEqual([
      'ApiGatewayService:gateway',
      'ScfFunction:cleanup',
      'ScfFunction:register',
      'ScfFunction:transport',
      'WebSocketApi:gateway',
    ]);
  });

  it('keeps the push-back URL a secret wherever the state holds it', () => {
    const url = String(plain(stack.outputs)['pushBackUrl']);
    const holders = stack.engine.resources.filter((resource) =>
      JSON.stringify(resource).includes(url),
    );
    expect(holders.map(({ urn }) => keyOf(urn)).sort()).toEqual([
      'ScfFunction:cleanup',
      'ScfFunction:transport',
      'Stack:scf-chat-local',
      'WebSocketApi:gateway',
    ]);
    expect(JSON.stringify(withoutSecrets(holders))).not.toContain(url);
    expect(withoutSecrets(stack.outputs)).toMatchObject({ pushBackUrl: '[secret]' });
  });

  it('leaves no credentials in the state, nor in the code that it holds', () => {
    const state = JSON.stringify(stack.engine.resources);
    expect(state).toContain('TENCENTCLOUD_SECRET_KEY');
    expect(state).not.toContain(stack.cloud.credentials.secretId);
    expect(state).not.toContain(stack.cloud.credentials.secretKey);
  });

  it('changes nothing when nothing has changed', async () => {
    const { result, changes } = await stack.observe(() => stack.engine.up());
    expect(result.steps).toHaveLength(RESOURCES.length);
    expect(changed(result)).toEqual([]);
    expect(changes).toEqual([]);
  });

  it('moves the API to another environment, and nobody who is connected loses the connection', async () => {
    const connected = [...stack.members];
    expect(connected).toHaveLength(2);
    const before = stack.wsUrl;
    stack.engine.setConfig('scf-chat:apiEnvironment', 'test');
    const preview = await stack.observe(() => stack.engine.preview());
    expect(changed(preview.result)).toEqual(['update WebSocketDeployment:gateway']);
    expect(preview.changes).toEqual([]);
    const { result, changes } = await stack.observe(() => stack.engine.up());
    expect(changed(result)).toEqual(changed(preview.result));
    expect(changes).toEqual(['ReleaseService', 'UnReleaseService']);

    const after = stack.wsUrl;
    expect(after).toBe(before.replace('/release/', '/test/'));
    await expect(readFile(path.join(stack.project.root, PAGE), 'utf8')).resolves.toContain(after);
    await expect(refusalOf(before)).resolves.toBe(404);
    const cat = await stack.join();
    cat.socket.send('are you still there?');
    await eventually('the message to both', () =>
      connected.every(({ received }) =>
        received.includes('are you still there?(===Online people:3===)'),
      ),
    );
  });

  it('changes the three functions in place when their time-out changes', async () => {
    stack.engine.setConfig('scf-chat:functionTimeout', '20');
    const { result, changes } = await stack.observe(() => stack.engine.up());
    expect(changed(result)).toEqual([
      'update ScfFunction:cleanup',
      'update ScfFunction:register',
      'update ScfFunction:transport',
    ]);
    expect(changes).toEqual(Array.from({ length: 3 }, () => 'UpdateFunctionConfiguration'));
    const input = { FunctionName: 'scf-chat-local-transport' };
    await expect(stack.byHand('scf', 'GetFunction', input)).resolves.toMatchObject({ Timeout: 20 });
  });

  it('brings new code of a function to the cloud, and of the dynamic resources to the state only', async () => {
    const codeBefore = stack.stateOf('WebSocketApi:gateway').outputs['__provider'];
    const client = 'infra/tencent-api/client.ts';
    await stack.project.edit(client, (text) => text.replace('ATTEMPTS = 5', 'ATTEMPTS = 6'));
    await stack.project.edit(
      'functions/cleanup.ts',
      (text) => `${text}export const edited = true;\n`,
    );
    const { result, changes } = await stack.observe(() => stack.engine.up());
    expect(changed(result)).toEqual([
      'update ScfFunction:cleanup',
      'update WebSocketApi:gateway',
      'update WebSocketDeployment:gateway',
    ]);
    expect(changes).toEqual(['UpdateFunctionCode']);
    expect(stack.stateOf('WebSocketApi:gateway').outputs['__provider']).not.toBe(codeBefore);
  });

  it('sees by a refresh that the functions were bound otherwise by hand, and binds them again', async () => {
    const before = stack.engine.resources;
    await expect(stack.engine.refresh()).resolves.toEqual([
      { op: 'same', resource: 'WebSocketApi:gateway' },
      { op: 'same', resource: 'WebSocketDeployment:gateway' },
    ]);
    expect(stack.engine.resources).toEqual(before);

    const { serviceId, apiId } = apiIds();
    const binding = webSocketApiInput(serviceId, 'scf-chat-local-register');
    await stack.byHand('apigateway', 'ModifyApi', { ...binding, ApiId: apiId });
    await expect(stack.engine.refresh()).resolves.toEqual([
      { op: 'same', resource: 'WebSocketApi:gateway' },
      { op: 'update', resource: 'WebSocketDeployment:gateway' },
    ]);
    const { result, changes } = await stack.observe(() => stack.engine.up());
    expect(changed(result)).toEqual(['update WebSocketDeployment:gateway']);
    expect(changes).toEqual(['ModifyApi', 'ReleaseService']);
    const input = { ServiceId: serviceId, ApiId: apiId };
    await expect(stack.byHand('apigateway', 'DescribeApi', input)).resolves.toMatchObject({
      Result: { ServiceWebsocketTransportFunctionName: 'scf-chat-local-transport' },
    });
  });

  it('sees by a refresh that the API was deleted by hand, and makes it again', async () => {
    const { serviceId, apiId } = apiIds();
    await stack.byHand('apigateway', 'DeleteApi', { ServiceId: serviceId, ApiId: apiId });
    await expect(stack.engine.refresh()).resolves.toEqual([
      { op: 'delete', resource: 'WebSocketApi:gateway' },
      { op: 'delete', resource: 'WebSocketDeployment:gateway' },
    ]);
    const run = await stack.engine.up();
    expect(changed(run)).toEqual([
      'create WebSocketApi:gateway',
      'create WebSocketDeployment:gateway',
      'update ScfFunction:cleanup',
      'update ScfFunction:transport',
    ]);
    await expectChat();
  });

  it('moves to a new service, API and deployment when the service is replaced', async () => {
    const run = await stack.engine.up({ replace: ['ApiGatewayService:gateway'] });
    expect(changed(run)).toEqual([
      'delete ApiGatewayService:gateway',
      'delete WebSocketApi:gateway',
      'delete WebSocketDeployment:gateway',
      'replace ApiGatewayService:gateway',
      'replace WebSocketApi:gateway',
      'replace WebSocketDeployment:gateway',
      'update ScfFunction:cleanup',
      'update ScfFunction:transport',
    ]);
    const ofDeployment = run.steps.filter(({ resource }) => resource.includes('Deployment'));
    // The other way round, the old one's delete could close what the new one has opened.
    expect(ofDeployment.map(({ op }) => op)).toEqual(['delete', 'replace']);
    expect(run.steps.at(-1)).toEqual({ op: 'delete', resource: 'ApiGatewayService:gateway' });
    await expectChat();
  });

  it('makes a new API when it is asked to replace it', async () => {
    const { apiId } = apiIds();
    await stack.engine.up({ replace: ['WebSocketApi:gateway'] });
    expect(apiIds().apiId).not.toBe(apiId);
    await expectChat();
  });

  it('deletes everything, dependents first, and leaves nothing in the cloud', async () => {
    await stack.join();
    const made = stack.engine.resources.filter(({ custom }) => custom);
    const deleted = (await stack.engine.destroy()).map(({ resource }) => resource);
    expect([...deleted].sort()).toEqual(RESOURCES);
    for (const { urn, dependencies } of made) {
      for (const dependency of dependencies) {
        expect(deleted.indexOf(keyOf(urn))).toBeLessThan(deleted.indexOf(keyOf(dependency)));
      }
    }
    const policies = made.filter(({ urn }) => keyOf(urn).startsWith('CamPolicy:'));
    expect(policies).toHaveLength(3);
    await expectEmptyCloud(policies.map(({ id }) => id));
    expect(stack.events.filter(({ type }) => type === 'fault')).toEqual([]);
  });
});

function dependenciesOf(key: string): string[] {
  return stack.stateOf(key).dependencies.map(keyOf).sort();
}

function apiIds(): { serviceId: string; apiId: string } {
  const { serviceId, apiId } = stack.stateOf('WebSocketApi:gateway').outputs;
  return { serviceId: String(serviceId), apiId: String(apiId) };
}

async function expectChat(): Promise<void> {
  const [ann, ben] = [await stack.join(), await stack.join()];
  ann.socket.send('hello again');
  await eventually('the message', () => ben.received.length === 1);
  expect(ben.received[0]).toMatch(/^hello again\(/);
}

/** The HTTP status that a client is turned away with. */
async function refusalOf(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  socket.terminate();
  return response.statusCode;
}

async function expectEmptyCloud(policyIds: readonly string[]): Promise<void> {
  await expect(stack.byHand('apigateway', 'DescribeServicesStatus', {})).resolves.toMatchObject({
    Result: { TotalCount: 0 },
  });
  await expect(stack.byHand('scf', 'ListFunctions', {})).resolves.toMatchObject({ TotalCount: 0 });
  const page = { Page: 1, Rp: 200 };
  await expect(stack.byHand('cam', 'DescribeRoleList', page)).resolves.toMatchObject({
    TotalNum: 0,
  });
  for (const id of policyIds) {
    await expect(stack.byHand('cam', 'GetPolicy', { PolicyId: Number(id) })).rejects.toThrow(
      'ResourceNotFound',
    );
  }
  const bucket = { Bucket: BUCKET, Region: stack.cloud.region };
  await expect(createCosClient(stack.cloud).headBucket(bucket)).rejects.toMatchObject({
    statusCode: 404,
  });
}
