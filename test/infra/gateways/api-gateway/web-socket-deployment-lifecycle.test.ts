import {
  createWebSocketDeployment,
  deleteWebSocketDeployment,
  readWebSocketDeployment,
  updateWebSocketDeployment,
} from '../../../../infra/gateways/api-gateway/web-socket-deployment-lifecycle';
import type { CallProduct } from '../../../../infra/tencent-api/client';
import { ApiError, ApiGatewayDouble } from '../../../support/api-gateway-double';

const INPUTS = {
  account: '100000012345',
  serviceId: 'service-1',
  apiId: 'api-1',
  name: 'scf-chat-dev',
  path: '/',
  timeout: 800,
  environment: 'release',
  register: 'scf-chat-dev-register',
  transport: 'scf-chat-dev-transport',
  cleanup: 'scf-chat-dev-cleanup',
};

async function deployed(): Promise<ApiGatewayDouble> {
  const gateway = new ApiGatewayDouble();
  await createWebSocketDeployment(gateway.call, INPUTS);
  gateway.calls.length = 0;
  return gateway;
}

describe('a WebSocket deployment', () => {
  it('binds the three functions before it opens the environment', async () => {
    const gateway = new ApiGatewayDouble();
    await createWebSocketDeployment(gateway.call, INPUTS);
    expect(gateway.actions).toEqual(['ModifyApi', 'ReleaseService']);
    expect(gateway.apis.get('api-1')).toMatchObject({
      ServiceWebsocketRegisterFunctionName: INPUTS.register,
      ServiceWebsocketTransportFunctionName: INPUTS.transport,
      ServiceWebsocketCleanupFunctionName: INPUTS.cleanup,
    });
    expect([...gateway.released]).toEqual(['release']);
  });

  it('calls nothing when no field has changed', async () => {
    const gateway = await deployed();
    await updateWebSocketDeployment(gateway.call, INPUTS, { ...INPUTS });
    expect(gateway.actions).toEqual([]);
  });

  it('releases a changed API again, in the same environment', async () => {
    const gateway = await deployed();
    await updateWebSocketDeployment(gateway.call, INPUTS, {
      ...INPUTS,
      path: '/chat',
      timeout: 60,
    });
    expect(gateway.actions).toEqual(['ModifyApi', 'ReleaseService']);
    expect(gateway.apis.get('api-1')).toMatchObject({
      RequestConfig: { Path: '/chat' },
      ServiceTimeout: 60,
    });
    expect([...gateway.released]).toEqual(['release']);
  });

  it('opens a renamed environment before it closes the old one', async () => {
    const gateway = await deployed();
    await updateWebSocketDeployment(gateway.call, INPUTS, { ...INPUTS, environment: 'test' });
    expect(gateway.actions).toEqual(['ReleaseService', 'UnReleaseService']);
    expect([...gateway.released]).toEqual(['test']);
  });

  it('may have lost the old environment already when it is renamed', async () => {
    const gateway = await deployed();
    const call: CallProduct = (action, input) =>
      action === 'UnReleaseService'
        ? Promise.reject(new ApiError('ResourceNotFound.InvalidEnvironment'))
        : gateway.call(action, input);
    await updateWebSocketDeployment(call, INPUTS, { ...INPUTS, environment: 'test' });
    expect(gateway.released).toContain('test');
  });

  it('is read as what the API is, so that changes by hand are seen', async () => {
    const gateway = await deployed();
    await expect(readWebSocketDeployment(gateway.call, INPUTS)).resolves.toEqual(INPUTS);
    gateway.apis.set('api-1', { ...gateway.apis.get('api-1'), ServiceTimeout: 15 });
    await expect(readWebSocketDeployment(gateway.call, INPUTS)).resolves.toEqual({
      ...INPUTS,
      timeout: 15,
    });
  });

  it('is read as nothing when the API is gone or the environment is closed', async () => {
    const gateway = await deployed();
    gateway.released.clear();
    await expect(readWebSocketDeployment(gateway.call, INPUTS)).resolves.toBeUndefined();
    gateway.released.add('release');
    gateway.apis.clear();
    await expect(readWebSocketDeployment(gateway.call, INPUTS)).resolves.toBeUndefined();
  });

  it('closes the environment when it is deleted, also when the service is gone', async () => {
    const gateway = await deployed();
    await deleteWebSocketDeployment(gateway.call, INPUTS);
    expect([...gateway.released]).toEqual([]);
    const gone = () => Promise.reject(new ApiError('ResourceNotFound.InvalidService'));
    await expect(deleteWebSocketDeployment(gone, INPUTS)).resolves.toBeUndefined();
    const refused = () => Promise.reject(new ApiError('UnauthorizedOperation'));
    await expect(deleteWebSocketDeployment(refused, INPUTS)).rejects.toThrow('Unauthorized');
  });
});
