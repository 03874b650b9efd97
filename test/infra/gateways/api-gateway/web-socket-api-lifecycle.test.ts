import {
  createWebSocketApi,
  deleteWebSocketApi,
  readWebSocketApi,
} from '../../../../infra/gateways/api-gateway/web-socket-api-lifecycle';
import { ApiError, ApiGatewayDouble } from '../../../support/api-gateway-double';
import { readWebSocketDefect } from '../../../support/recorded-requests';

const INPUTS = {
  account: '100000012345',
  serviceId: 'service-1',
  name: 'scf-chat-dev',
  path: '/',
  timeout: 800,
  register: 'scf-chat-dev-register',
};

describe('creating a WebSocket API', () => {
  it('binds it to register in all three parts and reads the push-back URL', async () => {
    const gateway = new ApiGatewayDouble();
    const outs = await createWebSocketApi(gateway.call, INPUTS);
    expect(outs).toEqual({ ...INPUTS, apiId: 'api-1', pushBackUrl: 'http://push/api-1' });
    expect(gateway.apis.get('api-1')).toMatchObject({
      ServiceType: 'SCF',
      Protocol: 'WEBSOCKET',
      RequestConfig: { Path: '/', Method: 'GET' },
      ServiceTimeout: 800,
      ServiceWebsocketRegisterFunctionName: INPUTS.register,
      ServiceWebsocketTransportFunctionName: INPUTS.register,
      ServiceWebsocketCleanupFunctionName: INPUTS.register,
    });
  });

  it('sends all nine function fields that the Terraform provider leaves out', async () => {
    const gateway = new ApiGatewayDouble();
    await createWebSocketApi(gateway.call, INPUTS);
    const sent = Object.keys(gateway.apis.get('api-1') ?? {});
    const [withScf, withTsf] = readWebSocketDefect().map(({ body }) =>
      Object.keys(JSON.parse(body) as object).filter((key) => key.startsWith('ServiceWebsocket')),
    );
    expect(withScf).toEqual([]);
    expect(withTsf).toHaveLength(9);
    expect(sent).toEqual(expect.arrayContaining(withTsf ?? []));
  });

  it('adopts an API of the same path that an interrupted run left', async () => {
    const gateway = new ApiGatewayDouble();
    await createWebSocketApi(gateway.call, INPUTS);
    const again = await createWebSocketApi(gateway.call, INPUTS);
    expect(again.apiId).toBe('api-1');
    expect(gateway.apis.size).toBe(1);
  });

  it('makes its own API beside one of another path', async () => {
    const gateway = new ApiGatewayDouble();
    await createWebSocketApi(gateway.call, { ...INPUTS, path: '/other' });
    await expect(createWebSocketApi(gateway.call, INPUTS)).resolves.toMatchObject({
      apiId: 'api-2',
    });
  });

  it('waits for a push-back URL that is late', async () => {
    const gateway = new ApiGatewayDouble();
    gateway.urlAppearsAfter = 1;
    await expect(createWebSocketApi(gateway.call, INPUTS)).resolves.toMatchObject({
      pushBackUrl: 'http://push/api-1',
    });
  });
});

describe('an existing WebSocket API', () => {
  it('is read with its push-back URL, and as nothing when it is gone', async () => {
    const gateway = new ApiGatewayDouble();
    const state = await createWebSocketApi(gateway.call, INPUTS);
    await expect(readWebSocketApi(gateway.call, state)).resolves.toEqual(state);
    gateway.apis.clear();
    await expect(readWebSocketApi(gateway.call, state)).resolves.toBeUndefined();
  });

  it('is not taken for gone when the question could not be answered', async () => {
    const state = { ...INPUTS, apiId: 'api-1', pushBackUrl: 'http://push/api-1' };
    const call = () => Promise.reject(new ApiError('AuthFailure.SignatureFailure'));
    await expect(readWebSocketApi(call, state)).rejects.toThrow('AuthFailure');
  });

  it('is deleted, once and again', async () => {
    const gateway = new ApiGatewayDouble();
    const state = await createWebSocketApi(gateway.call, INPUTS);
    await deleteWebSocketApi(gateway.call, state);
    expect(gateway.apis.size).toBe(0);
    await expect(deleteWebSocketApi(gateway.call, state)).resolves.toBeUndefined();
  });
});
