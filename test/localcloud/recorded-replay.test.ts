import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { createApiClient, errorCode, type ApiAnswer } from '../support/api-client';
import { sendRequest } from '../support/cloud-requests';
import { FakeClock } from '../support/fake-clock';
import {
  isApiCall,
  readRecordedRequests,
  readWebSocketDefect,
  RECORDED_KEYS,
  recordedTime,
  type RecordedApiCall,
  type RecordedCosRequest,
} from '../support/recorded-requests';

/** Where in the recording the two requests of another client are left out. */
const CREATE_API_BEFORE = 81;
const DELETE_API_BEFORE = 200;

const requests = readRecordedRequests();
const clock = new FakeClock(Math.min(...requests.map(recordedTime)));
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, credentials: RECORDED_KEYS, clock });
});
afterAll(async () => {
  await cloud.close();
});

/** Ids of the recording to those that this cloud gave out instead. */
const ids = new Map<unknown, unknown>();

function withOwnIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOwnIds);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withOwnIds(inner)]),
    );
  }
  return ids.get(value) ?? value;
}

function noteIds(recorded: ApiAnswer, actual: ApiAnswer): void {
  for (const name of ['RoleId', 'PolicyId', 'ServiceId']) {
    if (name in recorded) ids.set(recorded[name], actual[name]);
  }
}

function api() {
  return createApiClient({ port: cloud.port, ...RECORDED_KEYS, now: () => clock.now() });
}

async function call({ host, action, body }: RecordedApiCall): Promise<ApiAnswer> {
  const product = host.split('.')[0] ?? '';
  const answer = await api()(product, action, withOwnIds(JSON.parse(body)));
  const isUnderWay = answer['Status'] === 'Creating' || answer['Status'] === 'Updating';
  return isUnderWay ? call({ host, action, body } as RecordedApiCall) : answer;
}

function send({ host, method, url, headers, body }: RecordedCosRequest) {
  return sendRequest(cloud.port, {
    method,
    target: `http://${host}${url}`,
    headers: { ...headers, host },
    body,
  });
}

/** What the recorded answer has and the actual one has not, or with another type. */
function lacking(recorded: unknown, actual: unknown, path = ''): string[] {
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [path];
    if (recorded.length === 0) return [];
    return lacking(recorded[0], actual[0], `${path}[0]`);
  }
  if (typeof recorded !== 'object' || recorded === null) {
    return typeof recorded === typeof actual && (recorded === null) === (actual === null)
      ? []
      : [path];
  }
  if (typeof actual !== 'object' || actual === null) return [path];
  return Object.entries(recorded).flatMap(([key, value]) =>
    lacking(value, (actual as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

describe('the recorded life of a stack, replayed on an empty local cloud', () => {
  let apiId: unknown;

  it.each(requests.map((recorded) => [recorded.n, titleOf(recorded), recorded] as const))(
    '%i %s',
    async (n, _title, recorded) => {
      await clock.advance(Math.max(0, recordedTime(recorded) - clock.now()));
      if (n === CREATE_API_BEFORE) apiId = await createApi();
      if (n === DELETE_API_BEFORE) await deleteApi(apiId);
      if (!isApiCall(recorded)) {
        expect((await send(recorded)).status).toBe(recorded.status);
        return;
      }
      const answer = await call(recorded);
      noteIds(recorded.response, answer);
      expect(errorCode(answer)).toBe(errorCode(recorded.response));
      expect(lacking(recorded.response, answer)).toEqual([]);
      expect(answer['RequestId']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('leaves nothing behind', async () => {
    const roles = await api()('cam', 'DescribeRoleList', { Page: 1, Rp: 200 });
    const functions = await api()('scf', 'ListFunctions', {});
    const services = await api()('apigateway', 'DescribeServicesStatus', {});
    expect([roles['List'], functions['Functions'], services['Result']]).toEqual([
      [],
      [],
      { TotalCount: 0, ServiceSet: [] },
    ]);
  });
});

describe('the CreateApi calls by which the provider fails to bind the functions', () => {
  it.each([
    ['SCF without functions', 'InvalidParameterValue.InvalidScfConfig'],
    ['TSF', 'InvalidParameterValue.InvalidServiceType'],
  ])('are refused: %s', async (title, code) => {
    const line = readWebSocketDefect()[title === 'TSF' ? 1 : 0];
    const service = await api()('apigateway', 'CreateService', {
      ServiceName: 'defect',
      Protocol: 'http',
    });
    const input: unknown = JSON.parse(line?.body ?? '');
    const answer = await api()('apigateway', 'CreateApi', {
      ...(input as object),
      ServiceId: service['ServiceId'],
    });
    expect(errorCode(answer)).toBe(code);
  });
});

function titleOf(recorded: (typeof requests)[number]): string {
  return isApiCall(recorded)
    ? recorded.action
    : `${recorded.method} ${recorded.host}${recorded.url}`;
}

async function createApi(): Promise<unknown> {
  const answer = await api()('apigateway', 'CreateApi', {
    ServiceId: ids.get('service-rw'),
    ServiceType: 'SCF',
    ServiceTimeout: 800,
    Protocol: 'WEBSOCKET',
    RequestConfig: { Path: '/', Method: 'GET' },
    ServiceWebsocketRegisterFunctionName: 'rec-register',
    ServiceWebsocketTransportFunctionName: 'rec-register',
    ServiceWebsocketCleanupFunctionName: 'rec-register',
  });
  expect(errorCode(answer)).toBeUndefined();
  return (answer['Result'] as ApiAnswer)['ApiId'];
}

async function deleteApi(apiId: unknown): Promise<void> {
  const input = { ServiceId: ids.get('service-rw'), ApiId: apiId };
  expect(errorCode(await api()('apigateway', 'DeleteApi', input))).toBeUndefined();
}
