import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import { zip } from '../../infra/bundle/zip';
import { createApiClient, errorCode } from '../support/api-client';
import { AGREEING_SOURCE, webSocketApiInput } from '../support/cloud-deployment';
import {
  cloudStatement,
  shareCloud,
  type CloudUnderTest,
} from '../support/conformance/cloud-statement';
import { HANDSHAKE_HEADERS, handshakeAnswer } from '../support/conformance/raw-handshake';
import { join } from '../support/recording-client';

shareCloud();

async function agreeingFunction({ deployment, unique }: CloudUnderTest): Promise<string> {
  const name = unique('agree');
  await deployment.function(name, AGREEING_SOURCE);
  return name;
}

cloudStatement(25, {}, async (under) => {
  const { deployment } = under;
  const functionName = await agreeingFunction(under);
  const ServiceId = await deployment.service();
  const created = await deployment.must(
    'apigateway',
    'CreateApi',
    webSocketApiInput(ServiceId, functionName),
  );
  expect(JSON.stringify(created)).not.toContain('InternalDomain');
  const { ApiId } = created['Result'] as { ApiId: string };
  const { pushBack } = await deployment.addresses(ServiceId, ApiId);
  expect(pushBack).toMatch(/^http:\/\/[^/]+\/[^/]+$/);
  expect(pushBack.endsWith(`/${ApiId}`)).toBe(true);
});

cloudStatement(26, {}, async ({ deployment, unique }) => {
  const ServiceId = await deployment.service();
  const create = (functionName: string) =>
    deployment.call('apigateway', 'CreateApi', webSocketApiInput(ServiceId, functionName));
  expect(errorCode(await create('missing'))).toBe('FailedOperation.ScfError');

  const broken = unique('broken');
  await deployment.must('scf', 'CreateFunction', {
    FunctionName: broken,
    Code: { ZipFile: (await zip({ 'other.js': '' })).toString('base64') },
    Handler: 'index.main_handler',
    Runtime: 'Nodejs20.19',
  });
  expect(await deployment.untilSettled(broken)).toBe('CreateFailed');
  expect(errorCode(await create(broken))).toBe('FailedOperation.ScfError');
});

cloudStatement(27, {}, async (under) => {
  const { deployment } = under;
  const functionName = await agreeingFunction(under);
  const ServiceId = await deployment.service();
  const post = webSocketApiInput(ServiceId, functionName, {
    RequestConfig: { Path: '/', Method: 'POST' },
  });
  const refused = await deployment.call('apigateway', 'CreateApi', post);
  expect(errorCode(refused)).toBe('InvalidParameterValue.InvalidWSMethod');

  const ApiId = await deployment.webSocketApi(ServiceId, functionName);
  const changed = await deployment.call('apigateway', 'ModifyApi', {
    ...webSocketApiInput(ServiceId, functionName),
    ApiId,
    Protocol: 'HTTP',
  });
  expect(errorCode(changed)).toBe('UnsupportedOperation.ModifyProtocol');
});

cloudStatement(28, {}, async (under) => {
  const { deployment, unique } = under;
  const functionName = await agreeingFunction(under);
  const ServiceId = await deployment.service();
  const ApiId = await deployment.webSocketApi(ServiceId, functionName);
  const { ws } = await deployment.addresses(ServiceId, ApiId);
  const url = `${ws}/release/`;
  const status = async () => (await handshakeAnswer(url, HANDSHAKE_HEADERS)).status;
  expect(await status()).toBe(404);

  const release = { ServiceId, EnvironmentName: 'release' };
  const undescribed = await deployment.call('apigateway', 'ReleaseService', release);
  expect(errorCode(undescribed)).toBeDefined();
  await deployment.release(ServiceId);
  (await join(url)).webSocket.terminate();

  const refusing = unique('refuse');
  await deployment.function(refusing, 'exports.main_handler = async () => ({ errNo: 1 })');
  const modified = { ...webSocketApiInput(ServiceId, refusing), ApiId };
  await deployment.must('apigateway', 'ModifyApi', modified);
  (await join(url)).webSocket.terminate();
  await deployment.release(ServiceId);
  expect(await status()).toBe(403);

  await deployment.must('apigateway', 'UnReleaseService', release);
  expect(await status()).toBe(404);
});

cloudStatement(29, {}, async (under) => {
  const { deployment } = under;
  const ServiceId = await deployment.service();
  const ApiId = await deployment.webSocketApi(ServiceId, await agreeingFunction(under));
  await deployment.release(ServiceId);
  const remove = () => deployment.call('apigateway', 'DeleteService', { ServiceId });
  const code = 'UnsupportedOperation.UnsupportedDeleteService';
  expect(errorCode(await remove())).toBe(code);
  await deployment.must('apigateway', 'DeleteApi', { ServiceId, ApiId });
  expect(errorCode(await remove())).toBe(code);
  const released = { ServiceId, EnvironmentName: 'release' };
  await deployment.must('apigateway', 'UnReleaseService', released);
  expect(errorCode(await remove())).toBeUndefined();
});

cloudStatement(30, {}, async ({ cloud, deployment }) => {
  const { port, credentials } = cloud;
  const good = await deployment.must('cam', 'GetUserAppId', {});
  const bad = await createApiClient({ port, ...credentials, secretKey: 'wrong' })(
    'cam',
    'GetUserAppId',
    {},
  );
  // The client of the test rejects unless HTTP 200 comes with `Response`.
  expect(errorCode(bad)).toBe('AuthFailure.SignatureFailure');
  const ids = [good, bad].map((answer) => String(answer['RequestId']));
  expect(new Set(ids.filter((id) => id.length > 8)).size).toBe(2);

  const endpoint = `127.0.0.1:${port}`;
  const sdk = new CommonClient(endpoint, '2019-01-16', {
    credential: credentials,
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  });
  // Tencent's own SDK signs the host without the port that it sends.
  expect(await sdk.request('GetUserAppId', {})).toMatchObject({ AppId: good['AppId'] });
});

cloudStatement(31, { options: { retired: true } }, async ({ deployment }) => {
  const calls = [
    await deployment.call('apigateway', 'CreateService', { ServiceName: 'x', Protocol: 'http' }),
    await deployment.call('apigateway', 'CreateApi', webSocketApiInput('service-x', 'x')),
  ];
  expect(calls.map(errorCode)).toEqual(['UnsupportedOperation', 'UnsupportedOperation']);
});
