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
import { lacking, OwnIds } from '../support/replay';

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
const ids = new OwnIds();

function api() {
  return createApiClient({ port: cloud.port, ...RECORDED_KEYS, now: () => clock.now() });
}

async function call({ host, action, body }: RecordedApiCall): Promise<ApiAnswer> {
  const product = host.split('.')[0] ?? '';
  const answer = await api()(product, action, ids.inPlaceOf(JSON.parse(body)));
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
      ids.note(recorded.response, answer);
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
    ServiceId: ids.of('service-rw'),
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
  const input = { ServiceId: ids.of('service-rw'), ApiId: apiId };
  expect(errorCode(await api()('apigateway', 'DeleteApi', input))).toBeUndefined();
}
