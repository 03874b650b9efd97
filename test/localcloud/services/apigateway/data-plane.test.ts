import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { GatewayEvent } from '../../../../gateway/engine/ports';
import {
  createApigateway,
  type Apigateway,
} from '../../../../localcloud/services/apigateway/apigateway-service';
import { TagStore } from '../../../../localcloud/services/tag/tag-store';
import { ErrNo } from '../../../../protocol/err-no';
import { callService, type Answer } from '../../../support/call-service';
import { webSocketApiInput } from '../../../support/cloud-deployment';
import { sendRequest } from '../../../support/cloud-requests';
import { eventually } from '../../../support/eventually';
import { FakeClock } from '../../../support/fake-clock';
import { ScriptedBackend } from '../../../support/scripted-backend';

let apigateway: Apigateway;
let backend: ScriptedBackend;
let clock: FakeClock;
let serviceId: string;
let port: number;
const events: { apiId: string; environment: string; event: GatewayEvent }[] = [];
const members: WebSocket[] = [];

beforeEach(async () => {
  events.length = 0;
  clock = new FakeClock();
  backend = new ScriptedBackend(['one', 'two']);
  apigateway = newCloud();
  ({ serviceId, port } = await newService(apigateway));
});
afterEach(async () => {
  for (const member of members.splice(0)) member.terminate();
  await apigateway.close();
});

function newCloud(usualPort?: number): Apigateway {
  return createApigateway({
    gateway: { clock, limits: { closeGraceMs: 0 } },
    tags: new TagStore(),
    backend,
    retired: false,
    observe: (apiId, environment, event) => events.push({ apiId, environment, event }),
    usualPort,
  });
}

async function newService({ service }: Apigateway): Promise<{ serviceId: string; port: number }> {
  const input = { ServiceName: 'chat', Protocol: 'http' };
  const answer = await callService(service, 'CreateService', input);
  return {
    serviceId: String(answer['ServiceId']),
    port: Number(String(answer['OuterSubDomain']).split(':')[1]),
  };
}

function call(action: string, input: object): Promise<Answer> {
  return callService(apigateway.service, action, input);
}

async function newApi(functionName: string, Path = '/', more: object = {}): Promise<string> {
  const RequestConfig = { Path, Method: 'GET' };
  const input = webSocketApiInput(serviceId, functionName, { RequestConfig, ...more });
  return ((await call('CreateApi', input))['Result'] as { ApiId: string }).ApiId;
}

async function modify(ApiId: string, functionName: string, more: object = {}): Promise<void> {
  await call('ModifyApi', { ...webSocketApiInput(serviceId, functionName, more), ApiId });
}

async function release(EnvironmentName = 'release'): Promise<void> {
  await call('ReleaseService', { ServiceId: serviceId, EnvironmentName, ReleaseDesc: 'v' });
}

/** A member, or the HTTP status that turned it away. */
async function join(path: string): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  members.push(socket);
  socket.on('error', () => undefined);
  const refused = once(socket, 'unexpected-response').then(([, response]) => {
    return (response as { statusCode: number }).statusCode;
  });
  return Promise.race([once(socket, 'open').then(() => socket), refused]);
}

async function mustJoin(path: string): Promise<WebSocket> {
  const joined = await join(path);
  if (typeof joined === 'number') throw new Error(`turned away with ${joined}`);
  return joined;
}

async function push(apiId: string, secConnectionID: string, data = 'x'): Promise<unknown> {
  const websocket = { action: 'data send', secConnectionID, dataType: 'text', data };
  const { body } = await sendRequest(port, {
    method: 'POST',
    target: `/${apiId}`,
    headers: { host: `127.0.0.1:${port}` },
    body: JSON.stringify({ websocket }),
  });
  return JSON.parse(body) as unknown;
}

/** The id of the last member that connected. */
function lastId(): string {
  const connected = events.filter(({ event }) => event.type === 'connected').at(-1);
  return connected?.event.id ?? '';
}

/** Has the member send something and waits for transport to have been called for it. */
async function speak(member: WebSocket): Promise<string | undefined> {
  const before = backend.calls.length;
  member.send('hello');
  await eventually('transport to be called', () => backend.calls.length > before);
  return backend.calls.at(-1);
}

describe('the address of a service', () => {
  it('is the one that an earlier cloud had, unless it is taken', async () => {
    await apigateway.close();
    const [first, second] = [newCloud(port), newCloud(port)];
    expect((await newService(first)).port).toBe(port);
    const other = await newService(second);
    expect(other.port).not.toBe(port);
    await Promise.all([first.close(), second.close()]);
  });

  it('leads to each API by environment and path', async () => {
    await newApi('one');
    await newApi('two', '/deep/path');
    await release();
    await release('test');
    await mustJoin('/release');
    await mustJoin('/release/');
    await mustJoin('/release/deep/path');
    await mustJoin('/test/?room=1');
    expect(backend.calls).toEqual([
      'default/one: connecting',
      'default/one: connecting',
      'default/two: connecting',
      'default/one: connecting',
    ]);
  });

  it.each(['/', '/prepub/', '/other/', '/release/none', '/release/deep', ''])(
    'answers 404 to "%s"',
    async (path) => {
      await newApi('one');
      await newApi('two', '/deep/path');
      await release();
      expect(await join(path)).toBe(404);
    },
  );

  it('tells who watches which API and environment something happened in', async () => {
    const apiId = await newApi('one');
    await release('test');
    await mustJoin('/test/');
    expect(events).toEqual([
      {
        apiId,
        environment: 'test',
        event: expect.objectContaining({ type: 'connected' }) as unknown,
      },
    ]);
  });
});

describe('a change of an API', () => {
  it('takes effect with the next release, for members that are there, too', async () => {
    const apiId = await newApi('one');
    await release();
    const member = await mustJoin('/release/');
    await modify(apiId, 'two');
    const before = await speak(member);
    await release();
    const after = await speak(member);
    expect([before, after]).toEqual(['default/one: data send', 'default/two: data send']);
    expect(member.readyState).toBe(WebSocket.OPEN);
  });

  it('takes effect in the environment that it is released to, and in no other', async () => {
    const apiId = await newApi('one');
    await release('release');
    await modify(apiId, 'two', { RequestConfig: { Path: '/new', Method: 'GET' } });
    await release('test');
    await mustJoin('/release/');
    await mustJoin('/test/new');
    expect(await join('/release/new')).toBe(404);
    expect(backend.calls).toEqual(['default/one: connecting', 'default/two: connecting']);
  });

  it('gives the idle time-out that was released last', async () => {
    const apiId = await newApi('one', '/', { ServiceTimeout: 10 });
    await release();
    await modify(apiId, 'one', { ServiceTimeout: 100 });
    await release();
    const member = await mustJoin('/release/');
    await clock.advance(99_000);
    expect(member.readyState).toBe(WebSocket.OPEN);
    const closed = once(member, 'close');
    await clock.advance(1_000);
    await closed;
  });

  it('that is its deletion ends its connections', async () => {
    const ApiId = await newApi('one');
    await release();
    const member = await mustJoin('/release/');
    const closed = once(member, 'close');
    await call('DeleteApi', { ServiceId: serviceId, ApiId });
    await closed;
    expect(await join('/release/')).toBe(404);
  });
});

describe('a push-back', () => {
  it('reaches a member of any environment by the one URL of the API', async () => {
    const apiId = await newApi('one');
    await release('release');
    await release('test');
    for (const path of ['/release/', '/test/']) {
      const member = await mustJoin(path);
      const frame = once(member, 'message');
      expect(await push(apiId, lastId(), path)).toEqual({ errNo: 0, errMsg: 'ok' });
      expect(String((await frame)[0])).toBe(path);
    }
  });

  it('to an API that was never released finds nobody', async () => {
    const apiId = await newApi('one');
    expect(await push(apiId, 'id')).toMatchObject({ errNo: ErrNo.unknownConnection });
  });

  it('to a member of another API finds nobody', async () => {
    await newApi('one');
    const other = await newApi('two', '/other');
    await release();
    await mustJoin('/release/');
    expect(await push(other, lastId())).toMatchObject({ errNo: ErrNo.unknownConnection });
  });
});

describe('an API with transport alone', () => {
  it('accepts everybody and cleans nothing up', async () => {
    await newApi('one', '/', {
      ServiceWebsocketRegisterFunctionName: '',
      ServiceWebsocketCleanupFunctionName: '',
    });
    await release();
    const member = await mustJoin('/release/');
    await speak(member);
    member.close();
    await eventually('the close', () => events.some(({ event }) => event.type === 'closed'));
    expect(backend.calls).toEqual(['default/one: data send']);
  });
});
