import { CredentialsError } from '../../../gateway/invoke/metadata-credentials';
import { createScfCalls, type ScfClientOptions } from '../../../gateway/invoke/scf';
import { verifyTc3 } from '../../../localcloud/http/signature/tc3';
import { startHttpServer, type HttpServer } from '../../support/http-server';

const CREDENTIALS = { secretId: 'AKIDTEMPORARY', secretKey: 'temporarykey', token: 'a-token' };
const TARGET = { functionName: 'chat-transport', namespace: 'chat', qualifier: '$LATEST' };
const EVENT = { websocket: { action: 'data send', data: 'never in a reason' } };

let server: HttpServer;
let answer: object | string;
const inputs: unknown[] = [];
const regions: unknown[] = [];

beforeEach(async () => {
  inputs.length = 0;
  server = await startHttpServer(({ headers, method = '' }, body, response) => {
    const key = { ...CREDENTIALS, sessionToken: CREDENTIALS.token };
    verifyTc3(
      {
        method,
        path: '/',
        query: '',
        headers: headers as Record<string, string>,
        body: Buffer.from(body),
      },
      () => ({ ...key, principal: { type: 'role', roleName: 'gateway' } }),
      Date.now(),
    );
    inputs.push([headers['x-tc-action'], headers['x-tc-version'], JSON.parse(body)]);
    regions.push(headers['x-tc-region']);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify({ Response: answer }));
  });
});
afterEach(() => server.close());

function call(options: Partial<ScfClientOptions> = {}) {
  const createCall = createScfCalls({
    endpoint: new URL(server.url),
    region: 'ap-shanghai',
    getCredentials: () => Promise.resolve(CREDENTIALS),
    timeoutSeconds: 5,
    ...options,
  });
  return createCall(TARGET)(EVENT);
}

function result(fields: object): object {
  return { RequestId: 'r', Result: { InvokeResult: 0, RetMsg: '', ErrMsg: '', ...fields } };
}

describe('a function of SCF', () => {
  it('is called by InvokeFunction, signed with temporary credentials', async () => {
    answer = result({ RetMsg: '{"errNo":0}' });
    expect(await call()).toEqual({ ok: true, value: { errNo: 0 } });
    expect(inputs).toEqual([
      [
        'InvokeFunction',
        '2018-04-16',
        {
          FunctionName: 'chat-transport',
          Namespace: 'chat',
          Qualifier: '$LATEST',
          Event: JSON.stringify(EVENT),
        },
      ],
    ]);
    expect(regions).toEqual(['ap-shanghai']);
  });

  it.each([
    [result({ RetMsg: '"send success"' }), { ok: true, value: 'send success' }],
    [result({ RetMsg: '' }), { ok: true, value: null }],
    [result({ RetMsg: 'no JSON' }), { ok: false, reason: 'the return value is not JSON' }],
    [
      result({
        InvokeResult: 1,
        ErrMsg: '{"errorCode":1,"errorMessage":"never in a reason","statusCode":430}',
      }),
      { ok: false, reason: 'the function failed with status 430' },
    ],
    [result({ InvokeResult: -1 }), { ok: false, reason: 'the function failed' }],
    [
      result({ InvokeResult: 1, ErrMsg: '{"statusCode":432}' }),
      { ok: false, reason: 'the function failed with status 432', notBegun: true },
    ],
    [{ RequestId: 'r' }, { ok: false, reason: 'SCF gave an answer of another form' }],
    [
      { Error: { Code: 'FailedOperation.FunctionStatusError', Message: 'Updating' } },
      { ok: false, reason: 'FailedOperation.FunctionStatusError', notBegun: true },
    ],
    [
      { Error: { Code: 'ResourceNotFound.FunctionName', Message: 'no such function' } },
      { ok: false, reason: 'ResourceNotFound.FunctionName', notBegun: true },
    ],
    [
      { Error: { Code: 'AuthFailure.SecretIdNotFound', Message: 'x' } },
      { ok: false, reason: 'AuthFailure.SecretIdNotFound' },
    ],
    ['no JSON', { ok: false, reason: 'SCF could not be called' }],
  ])('that answers %j comes out as %j', async (given, outcome) => {
    answer = given;
    expect(await call()).toEqual(outcome);
  });

  it('has not begun where SCF cannot be reached', async () => {
    const { url } = server;
    await server.close();
    expect(await call({ endpoint: new URL(url) })).toEqual({
      ok: false,
      reason: 'ECONNREFUSED',
      notBegun: true,
    });
    server = await startHttpServer(() => undefined);
  });

  it('fails where there are no credentials, and says so', async () => {
    const getCredentials = () => Promise.reject(new CredentialsError('the metadata service …'));
    expect(await call({ getCredentials })).toEqual({ ok: false, reason: 'the metadata service …' });
    expect(inputs).toEqual([]);
  });
});
