import { isGone, type CallProduct } from '../../tencent-api/client';
import { pause } from '../../tencent-api/pause';

/** What WebSocketApi is made of. */
export interface WebSocketApiInputs {
  /** Number of the account it is in. */
  readonly account: string;
  readonly serviceId: string;
  readonly name: string;
  readonly path: string;
  /** Seconds. */
  readonly timeout: number;
  /** The function that the API is first bound to, in all three parts. */
  readonly register: string;
}

export interface WebSocketApiOutputs extends WebSocketApiInputs {
  readonly apiId: string;
  /** Where functions POST frames to. */
  readonly pushBackUrl: string;
}

/** How long to wait for the push-back URL of a new API: attempts, and milliseconds between them. */
const URL_ATTEMPTS = 15;
const URL_INTERVAL_MS = 1000;
/** Largest page of DescribeApisStatus. */
const PAGE = 100;

/**
 * Makes the API, bound to register in all three parts so that the functions that need its
 * push-back URL can be made after it. An API of the same path, left by an interrupted run, is
 * adopted: its creator never learned its id.
 */
export async function createWebSocketApi(
  call: CallProduct,
  inputs: WebSocketApiInputs,
): Promise<WebSocketApiOutputs> {
  const apiId = (await findApi(call, inputs)) ?? (await newApi(call, inputs));
  for (let attempt = 1; attempt <= URL_ATTEMPTS; attempt += 1) {
    const pushBackUrl = await internalDomain(call, inputs.serviceId, apiId);
    if (pushBackUrl !== undefined) {
      return { ...inputs, apiId, pushBackUrl };
    }
    await pause(URL_INTERVAL_MS);
  }
  throw new Error(
    `API Gateway gave the API ${apiId} no push-back address (InternalDomain) within ${URL_ATTEMPTS} s. ` +
      'Run pulumi up again; it goes on with the same API.',
  );
}

/** Reads the API, or nothing when it is gone. */
export async function readWebSocketApi(
  call: CallProduct,
  state: WebSocketApiOutputs,
): Promise<WebSocketApiOutputs | undefined> {
  try {
    const pushBackUrl = await internalDomain(call, state.serviceId, state.apiId);
    return { ...state, pushBackUrl: pushBackUrl ?? state.pushBackUrl };
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Deletes the API; one that is gone already is fine. */
export async function deleteWebSocketApi(
  call: CallProduct,
  state: Pick<WebSocketApiOutputs, 'serviceId' | 'apiId'>,
): Promise<void> {
  try {
    await call('DeleteApi', { ServiceId: state.serviceId, ApiId: state.apiId });
  } catch (error) {
    if (!isGone(error)) {
      throw error;
    }
  }
}

async function newApi(call: CallProduct, inputs: WebSocketApiInputs): Promise<string> {
  const answer = await call(
    'CreateApi',
    apiFields({
      ...inputs,
      functions: {
        register: inputs.register,
        transport: inputs.register,
        cleanup: inputs.register,
      },
    }),
  );
  return text(record(answer['Result'])['ApiId'], 'CreateApi', 'Result.ApiId');
}

/** The API of the same path in the service, if there is one. */
export async function findApi(
  call: CallProduct,
  inputs: Pick<WebSocketApiInputs, 'serviceId' | 'path'>,
): Promise<string | undefined> {
  for (let offset = 0; ; offset += PAGE) {
    const answer = await call('DescribeApisStatus', {
      ServiceId: inputs.serviceId,
      Offset: offset,
      Limit: PAGE,
    });
    const listed = record(answer['Result'])['ApiIdStatusSet'];
    const apis = Array.isArray(listed) ? listed.map(record) : [];
    const found = apis.find((api) => api['Path'] === inputs.path);
    if (found) {
      return text(found['ApiId'], 'DescribeApisStatus', 'ApiId');
    }
    if (apis.length < PAGE) {
      return undefined;
    }
  }
}

async function internalDomain(
  call: CallProduct,
  serviceId: string,
  apiId: string,
): Promise<string | undefined> {
  const answer = await call('DescribeApi', { ServiceId: serviceId, ApiId: apiId });
  const url = record(answer['Result'])['InternalDomain'];
  return typeof url === 'string' && url !== '' ? url : undefined;
}

/**
 * The fields of CreateApi and ModifyApi for a WebSocket front end with functions behind it
 * (628/14886). ModifyApi wants them all each time.
 */
export function apiFields(api: {
  readonly serviceId: string;
  readonly name: string;
  readonly path: string;
  readonly timeout: number;
  readonly functions: {
    readonly register: string;
    readonly transport: string;
    readonly cleanup: string;
  };
}): Record<string, unknown> {
  return {
    ServiceId: api.serviceId,
    ServiceType: 'SCF',
    ServiceTimeout: api.timeout,
    Protocol: 'WEBSOCKET',
    RequestConfig: { Path: api.path, Method: 'GET' },
    ApiName: api.name,
    ApiType: 'NORMAL',
    AuthType: 'NONE',
    EnableCORS: false,
    ServiceWebsocketRegisterFunctionName: api.functions.register,
    ServiceWebsocketRegisterFunctionNamespace: 'default',
    ServiceWebsocketRegisterFunctionQualifier: '$LATEST',
    ServiceWebsocketTransportFunctionName: api.functions.transport,
    ServiceWebsocketTransportFunctionNamespace: 'default',
    ServiceWebsocketTransportFunctionQualifier: '$LATEST',
    ServiceWebsocketCleanupFunctionName: api.functions.cleanup,
    ServiceWebsocketCleanupFunctionNamespace: 'default',
    ServiceWebsocketCleanupFunctionQualifier: '$LATEST',
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown, action: string, field: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(`${action} answered without ${field}.`);
  }
  return value;
}
