import { createApigateway } from '../../../../localcloud/services/apigateway/apigateway-service';
import { TagStore } from '../../../../localcloud/services/tag/tag-store';
import { callService, type Answer } from '../../../support/call-service';
import { webSocketApiInput } from '../../../support/cloud-deployment';
import { FakeClock } from '../../../support/fake-clock';
import { ScriptedBackend } from '../../../support/scripted-backend';

const clock = new FakeClock(Date.UTC(2026, 0, 1));
const tags = new TagStore();

function create(retired: boolean) {
  return createApigateway({
    gateway: { clock },
    tags,
    backend: new ScriptedBackend(['f', 'g']),
    retired,
    observe: () => undefined,
  });
}

const apigateway = create(false);
afterAll(async () => {
  await apigateway.close();
});

function call(action: string, input: object): Promise<Answer> {
  return callService(apigateway.service, action, input);
}

async function newService(more: object = {}): Promise<string> {
  const input = { ServiceName: 'chat', Protocol: 'http', ...more };
  return String((await call('CreateService', input))['ServiceId']);
}

async function newApi(ServiceId: string, more: object = {}): Promise<string> {
  const { Result } = await call('CreateApi', webSocketApiInput(ServiceId, 'f', more));
  return (Result as { ApiId: string }).ApiId;
}

function release(
  ServiceId: string,
  EnvironmentName = 'release',
  ReleaseDesc = 'v',
): Promise<Answer> {
  return call('ReleaseService', { ServiceId, EnvironmentName, ReleaseDesc });
}

describe('a service', () => {
  it('has an address on a port of its own', async () => {
    const answers = [
      await call('CreateService', { ServiceName: 'a', Protocol: 'http' }),
      await call('CreateService', { ServiceName: 'b', Protocol: 'http&https' }),
    ];
    const addresses = answers.map(({ OuterSubDomain }) => OuterSubDomain);
    expect(addresses).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    ]);
    expect(addresses[0]).not.toBe(addresses[1]);
  });

  it('is shown as it was made and as it was changed, with its tags', async () => {
    const ServiceId = await newService({ Tags: [{ Key: 'k', Value: 'v' }] });
    await clock.advance(1000);
    await call('ModifyService', { ServiceId, ServiceName: 'new', NetTypes: ['INNER', 'OUTER'] });
    expect(await call('DescribeService', { ServiceId })).toMatchObject({
      ServiceName: 'new',
      ServiceDesc: '',
      Protocol: 'http',
      NetTypes: ['INNER', 'OUTER'],
      Tags: [{ Key: 'k', Value: 'v' }],
      CreatedTime: '2026-01-01T00:00:00Z',
      ModifiedTime: '2026-01-01T00:00:01Z',
      ApiTotalCount: 0,
      AvailableEnvironments: [],
    });
  });

  it('is deleted only when it has no APIs and nothing released', async () => {
    const ServiceId = await newService();
    const ApiId = await newApi(ServiceId);
    await release(ServiceId);
    const withApi = await call('DeleteService', { ServiceId });
    expect(await call('DeleteApi', { ServiceId, ApiId })).toEqual({ Result: true });
    const released = await call('DeleteService', { ServiceId });
    await call('UnReleaseService', { ServiceId, EnvironmentName: 'release' });
    const code = 'UnsupportedOperation.UnsupportedDeleteService';
    expect([withApi, released]).toEqual([{ code }, { code }]);
    expect(await call('DeleteService', { ServiceId })).toEqual({ Result: true });
    expect(await call('DescribeService', { ServiceId })).toEqual({
      code: 'ResourceNotFound.InvalidService',
    });
  });

  it('has the limits that were set', async () => {
    const ServiceId = await newService();
    const ApiId = await newApi(ServiceId);
    const Strategy = 500;
    await call('ModifyServiceEnvironmentStrategy', {
      ServiceId,
      Strategy,
      EnvironmentNames: ['release'],
    });
    await call('ModifyApiEnvironmentStrategy', {
      ServiceId,
      Strategy: -1,
      EnvironmentName: 'test',
      ApiIds: [ApiId],
    });
    const ofService = await call('DescribeServiceEnvironmentStrategy', { ServiceId });
    const ofApi = await call('DescribeApiEnvironmentStrategy', { ServiceId, ApiId });
    expect(ofService).toEqual({
      Result: { TotalCount: 1, EnvironmentList: [{ EnvironmentName: 'release', Strategy }] },
    });
    expect(ofApi).toMatchObject({
      Result: {
        ApiEnvironmentStrategySet: [
          { ApiId, EnvironmentStrategySet: [{ EnvironmentName: 'test', Quota: -1 }] },
        ],
      },
    });
  });
});

describe('an API', () => {
  it('tells its push-back URL by DescribeApi and by nothing else', async () => {
    const ServiceId = await newService();
    const created = await call('CreateApi', webSocketApiInput(ServiceId, 'f'));
    const { ApiId } = created['Result'] as { ApiId: string };
    const { Result } = await call('DescribeApi', { ServiceId, ApiId });
    const { OuterSubDomain } = await call('DescribeService', { ServiceId });
    const InternalDomain = `http://${String(OuterSubDomain)}/${ApiId}`;
    expect(created).toEqual({
      Result: { ApiId, Path: '/', Method: 'GET', CreatedTime: expect.any(String) as string },
    });
    expect(Result).toMatchObject({ ApiId, Protocol: 'WEBSOCKET', InternalDomain });
    const list = await call('DescribeApisStatus', { ServiceId });
    expect(JSON.stringify(list)).not.toContain(InternalDomain);
  });

  it('is found by its path in the list of its service', async () => {
    const ServiceId = await newService();
    await newApi(ServiceId, { RequestConfig: { Path: '/a', Method: 'GET' } });
    const ApiId = await newApi(ServiceId, { RequestConfig: { Path: '/b', Method: 'GET' } });
    const { Result } = await call('DescribeApisStatus', { ServiceId, Offset: 1, Limit: 1 });
    expect(Result).toMatchObject({
      TotalCount: 2,
      ApiIdStatusSet: [{ ApiId, Path: '/b', Method: 'GET', Protocol: 'WEBSOCKET' }],
    });
  });

  it('is replaced as a whole when it is modified: what is left out gets its default', async () => {
    const ServiceId = await newService();
    const ApiId = await newApi(ServiceId, { ApiName: 'old' });
    const input = {
      ServiceId,
      ApiId,
      ServiceType: 'SCF',
      RequestConfig: { Path: '/', Method: 'GET' },
      ServiceWebsocketTransportFunctionName: 'g',
    };
    expect(await call('ModifyApi', input)).toEqual({});
    const { Result } = await call('DescribeApi', { ServiceId, ApiId });
    expect(Result).toMatchObject({
      ApiName: '',
      ServiceTimeout: 15,
      ServiceWebsocketTransportFunctionName: 'g',
    });
  });

  it.each([
    ['ResourceNotFound.InvalidService', { ServiceId: 'service-none' }],
    ['UnsupportedOperation', { Protocol: 'HTTP' }],
    ['InvalidParameterValue.InvalidServiceType', { ServiceType: 'HTTP' }],
    ['InvalidParameterValue.InvalidWSMethod', { RequestConfig: { Path: '/', Method: 'POST' } }],
    [
      'InvalidParameterValue.InvalidApiRequestConfig',
      { RequestConfig: { Path: 'x', Method: 'GET' } },
    ],
    [
      'InvalidParameterValue.InvalidApiRequestConfig',
      { RequestConfig: { Path: '/taken', Method: 'GET' } },
    ],
    ['InvalidParameterValue.RangeExceeded', { ServiceTimeout: 0 }],
    ['InvalidParameterValue.RangeExceeded', { ServiceTimeout: 1801 }],
    ['InvalidParameterValue.InvalidScfConfig', { ServiceWebsocketTransportFunctionName: '' }],
    ['InvalidParameterValue.InvalidScfConfig', { ServiceWebsocketTransportFunctionQualifier: '7' }],
    ['FailedOperation.ScfError', { ServiceWebsocketRegisterFunctionName: 'missing' }],
    ['FailedOperation.ScfError', { ServiceWebsocketCleanupFunctionNamespace: 'other' }],
    ['InvalidParameterValue', { AuthType: 'SECRET' }],
    ['UnknownParameter', { ServiceWebsocketOddFunctionName: '' }],
  ])('is not made but answered %s with %j', async (code, more) => {
    const ServiceId = await newService();
    await newApi(ServiceId, { RequestConfig: { Path: '/taken', Method: 'GET' } });
    expect(await call('CreateApi', webSocketApiInput(ServiceId, 'f', more))).toEqual({ code });
    const { ApiTotalCount } = await call('DescribeService', { ServiceId });
    expect(ApiTotalCount).toBe(1);
  });

  it('keeps its protocol', async () => {
    const ServiceId = await newService();
    const ApiId = await newApi(ServiceId);
    const input = { ...webSocketApiInput(ServiceId, 'f'), ApiId, Protocol: 'HTTP' };
    expect(await call('ModifyApi', input)).toEqual({ code: 'UnsupportedOperation.ModifyProtocol' });
  });

  it.each(['DescribeApi', 'DeleteApi'])('that does not exist is told so by %s', async (action) => {
    const ServiceId = await newService();
    expect(await call(action, { ServiceId, ApiId: 'api-none' })).toEqual({
      code: 'ResourceNotFound.InvalidApi',
    });
  });
});

describe('a release', () => {
  it('needs a description', async () => {
    const ServiceId = await newService();
    expect(await release(ServiceId, 'release', '')).toEqual({ code: 'InvalidParameterValue' });
    expect(await call('ReleaseService', { ServiceId, EnvironmentName: 'release' })).toEqual({
      code: 'MissingParameter',
    });
  });

  it('shows at once in the service, and in the history with the newest first', async () => {
    const ServiceId = await newService();
    const first = await release(ServiceId, 'release', 'one');
    await release(ServiceId, 'test', 'elsewhere');
    const second = await release(ServiceId, 'release', 'two');
    const { AvailableEnvironments } = await call('DescribeService', { ServiceId });
    const { Result } = await call('DescribeServiceEnvironmentReleaseHistory', {
      ServiceId,
      EnvironmentName: 'release',
    });
    expect(AvailableEnvironments).toEqual(['release', 'test']);
    expect(Result).toEqual({
      TotalCount: 2,
      VersionList: [second, first].map(({ Result: of }) => {
        const { ReleaseDesc, ReleaseVersion } = of as Record<string, string>;
        return {
          VersionName: ReleaseVersion,
          VersionDesc: ReleaseDesc,
          ReleaseTime: expect.any(String) as string,
        };
      }),
    });
  });

  it.each(['ReleaseService', 'UnReleaseService'])(
    'is of all APIs: %s refuses a list of some',
    async (action) => {
      const ServiceId = await newService();
      const environment = { ServiceId, EnvironmentName: 'release' };
      const input = { ...environment, ReleaseDesc: 'some', ApiIds: [await newApi(ServiceId)] };
      expect(await call(action, input)).toEqual({ code: 'UnknownParameter' });
    },
  );

  it('is taken back even where there was none, as the provider does for all environments', async () => {
    const ServiceId = await newService();
    for (const EnvironmentName of ['test', 'release', 'prepub']) {
      const answer = await call('UnReleaseService', { ServiceId, EnvironmentName });
      expect(answer).toEqual({ Result: true });
    }
  });
});

describe('the quotas', () => {
  it('are 50 services and 100 APIs in one', async () => {
    const full = create(false);
    const services: Answer[] = [];
    for (let n = 0; n < 51; n += 1) {
      const input = { ServiceName: 'chat', Protocol: 'http' };
      services.push(await callService(full.service, 'CreateService', input));
    }
    const ServiceId = String(services[0]?.['ServiceId']);
    const apis: Answer[] = [];
    for (let n = 0; n < 101; n += 1) {
      const RequestConfig = { Path: `/${n}`, Method: 'GET' };
      const input = webSocketApiInput(ServiceId, 'f', { RequestConfig });
      apis.push(await callService(full.service, 'CreateApi', input));
    }
    await full.close();
    expect(services.at(-1)).toEqual({ code: 'LimitExceeded.ServiceCountLimitExceeded' });
    expect(apis.at(-1)).toEqual({ code: 'LimitExceeded.ApiCountLimitExceeded' });
    expect([services, apis].map((all) => all.filter(({ code }) => code).length)).toEqual([1, 1]);
  });
});

describe('API Gateway as it is since 2024-07-01', () => {
  it('makes no services', async () => {
    const retired = create(true);
    const input = { ServiceName: 'late', Protocol: 'http' };
    expect(await callService(retired.service, 'CreateService', input)).toEqual({
      code: 'UnsupportedOperation',
    });
  });
});
