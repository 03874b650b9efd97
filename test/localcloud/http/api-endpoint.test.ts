import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import * as v from 'valibot';
import type { CloudEvent } from '../../../localcloud/cloud-event';
import { createApiEndpoint } from '../../../localcloud/http/api-endpoint';
import { startCloudServer, type CloudServer } from '../../../localcloud/http/cloud-server';
import { defineAction, type ApiService } from '../../../localcloud/services/action';
import { ActionError } from '../../../localcloud/services/action-error';
import { createApiClient, errorCode, type ApiAnswer } from '../../support/api-client';
import { sendRequest } from '../../support/cloud-requests';
import { FakeClock } from '../../support/fake-clock';

const ACCOUNT = { secretId: 'AKIDACCOUNT', secretKey: 'key' };
const ROLE = { secretId: 'AKIDROLE', secretKey: 'role key', token: 'token' };

const cam: ApiService = {
  product: 'cam',
  version: '2019-01-16',
  regional: false,
  actions: {
    Echo: defineAction(
      v.strictObject({
        Text: v.string(),
        Count: v.optional(v.pipe(v.number(), v.maxValue(3))),
        List: v.optional(v.array(v.strictObject({ Key: v.string() }))),
      }),
      (input) => input,
    ),
    Refuse: defineAction(v.strictObject({}), () => {
      throw new ActionError('UnsupportedOperation', 'Not today.');
    }),
    SetClockBack: defineAction(v.strictObject({}), () => {
      clock.jump(-1_000);
      return {};
    }),
    Break: defineAction(v.strictObject({}), () => Promise.reject(new Error('secret detail'))),
  },
};
const scf: ApiService = {
  product: 'scf',
  version: '2018-04-16',
  regional: true,
  actions: { Call: defineAction(v.strictObject({}), () => ({})) },
};

const events: CloudEvent[] = [];
// The SDK signs with the real time; what depends on time is the signatures' own test.
const clock = new FakeClock(Date.now());
let server: CloudServer;

beforeAll(async () => {
  server = await startCloudServer('127.0.0.1', 0);
  server.serve({
    cosHost: 'cos.ap-guangzhou.myqcloud.com',
    cos: () => () => Promise.resolve({ status: 500 }),
    page: () => Promise.resolve({ status: 500 }),
    upgrade: () => false,
    onFault: () => undefined,
    api: createApiEndpoint({
      services: [cam, scf],
      region: 'ap-guangzhou',
      clock,
      findAccessKey: (secretId) =>
        secretId === ACCOUNT.secretId
          ? { secretKey: ACCOUNT.secretKey, principal: { type: 'account' } }
          : secretId === ROLE.secretId
            ? {
                secretKey: ROLE.secretKey,
                sessionToken: ROLE.token,
                principal: { type: 'role', roleName: 'member' },
              }
            : undefined,
      may: (principal, action, resource) =>
        principal.type === 'account' || (action === 'cam:Echo' && resource === '*'),
      observe: (event) => events.push(event),
    }),
  });
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  events.length = 0;
});

function call(product: string, action: string, input: unknown, more: object = {}) {
  return createApiClient({ port: server.port, ...ACCOUNT, ...more })(product, action, input);
}

async function codeOf(answer: Promise<ApiAnswer>): Promise<string | undefined> {
  return errorCode(await answer);
}

describe('API 3.0', () => {
  it('answers with what the action returns and a request id', async () => {
    const answer = await call('cam', 'Echo', { Text: 'é' });
    expect(answer).toEqual({ Text: 'é', RequestId: expect.any(String) as string });
  });

  it.each([
    ['UnknownParameter', { Text: '', Other: 1 }, 'Other'],
    ['UnknownParameter', { Text: '', List: [{ Key: '', Other: 1 }] }, 'List.0.Other'],
    ['MissingParameter', {}, 'Text'],
    ['InvalidParameter', { Text: 7 }, 'Text'],
    ['InvalidParameterValue', { Text: '', Count: 4 }, 'Count'],
    ['InvalidParameter', [], ''],
    ['InvalidParameter', 'text', ''],
  ])('answers %s to %j and names the parameter', async (code, input, name) => {
    const answer = await call('cam', 'Echo', input);
    expect(errorCode(answer)).toBe(code);
    expect(JSON.stringify(answer['Error'])).toContain(name);
  });

  it.each([
    ['InvalidAction', 'cam', 'Nothing'],
    ['InvalidAction', 'cam', 'constructor'],
    ['NoSuchProduct', 'cvm', 'Echo'],
    ['UnsupportedOperation', 'cam', 'Refuse'],
  ])('answers %s to %s %s', async (code, product, action) => {
    expect(await codeOf(call(product, action, {}))).toBe(code);
  });

  it('hides a mistake of its own from the caller and tells who watches', async () => {
    const answer = await call('cam', 'Break', {});
    expect(errorCode(answer)).toBe('InternalError');
    expect(JSON.stringify(answer)).not.toContain('secret detail');
    expect(events).toContainEqual({ type: 'fault', error: new Error('secret detail') });
  });

  it('wants the region of regional products to be its own', async () => {
    expect(await codeOf(call('scf', 'Call', {}))).toBeUndefined();
    expect(await codeOf(call('scf', 'Call', {}, { region: 'ap-nowhere-1' }))).toBe(
      'UnsupportedRegion',
    );
    expect(await codeOf(call('cam', 'Echo', { Text: '' }, { region: 'ap-other' }))).toBeUndefined();
  });

  it.each([
    ['AuthFailure.SignatureFailure', { secretKey: 'wrong' }],
    ['AuthFailure.SecretIdNotFound', { secretId: 'AKIDNOBODY' }],
    ['AuthFailure.TokenFailure', { ...ROLE, token: 'wrong' }],
    ['AuthFailure.SignatureExpire', { now: () => Date.now() - 3_600_000 }],
  ])('answers %s to a signature made with %o', async (code, more) => {
    expect(await codeOf(call('cam', 'Echo', { Text: '' }, more))).toBe(code);
  });

  it('answers AuthFailure.InvalidAuthorization to a call that is not signed', async () => {
    const { status, body } = await sendRequest(server.port, {
      method: 'POST',
      target: 'http://cam.tencentcloudapi.com/',
      headers: { 'X-TC-Action': 'Echo' },
      body: '{}',
    });
    expect(status).toBe(200);
    expect(body).toContain('AuthFailure.InvalidAuthorization');
  });

  it('lets a role do what its policies allow and no more', async () => {
    expect(await codeOf(call('cam', 'Echo', { Text: '' }, ROLE))).toBeUndefined();
    expect(await codeOf(call('cam', 'Refuse', {}, ROLE))).toBe('UnauthorizedOperation');
  });

  it('tells who watches which action was called and what came of it', async () => {
    await call('cam', 'Echo', { Text: 'unseen' });
    await call('cam', 'Nothing', {});
    expect(events).toEqual([
      { type: 'api call', by: 'account', product: 'cam', action: 'Echo', durationMs: 0 },
      {
        type: 'api call',
        by: 'account',
        product: 'cam',
        action: 'Nothing',
        errorCode: 'InvalidAction',
        durationMs: 0,
      },
    ]);
  });
});

it('measures how long an action takes, whoever sets the clock meanwhile', async () => {
  events.length = 0;
  await call('cam', 'SetClockBack', {});
  clock.jump(1_000);
  expect(events).toMatchObject([{ action: 'SetClockBack', durationMs: 0 }]);
});

describe('the CommonClient of tencentcloud-sdk-nodejs-common', () => {
  function client(secretKey = ACCOUNT.secretKey): CommonClient {
    const httpProfile = { endpoint: `127.0.0.1:${server.port}`, protocol: 'http://' };
    const credential = { ...ACCOUNT, secretKey };
    return new CommonClient('cam.tencentcloudapi.com', '2019-01-16', {
      credential,
      region: 'ap-guangzhou',
      profile: { httpProfile },
    });
  }

  it('reaches an action by the address of the cloud alone', async () => {
    expect(await client().request('Echo', { Text: 'é' })).toMatchObject({ Text: 'é' });
  });

  it('throws the code of an answer that says no', async () => {
    await expect(client().request('Echo', {})).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(client('wrong').request('Echo', {})).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
    });
  });
});
