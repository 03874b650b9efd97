import { isGone, type CallProduct } from '../../tencent-api/client';
import { apiFields } from './web-socket-api-lifecycle';

/** What WebSocketDeployment is made of: every field of the API, and where it is released. */
export interface WebSocketDeploymentInputs {
  /** Number of the account it is in. */
  readonly account: string;
  readonly serviceId: string;
  readonly apiId: string;
  readonly name: string;
  readonly path: string;
  /** Seconds. */
  readonly timeout: number;
  /** `release`, `prepub` or `test`. */
  readonly environment: string;
  readonly register: string;
  readonly transport: string;
  readonly cleanup: string;
}

/** The fields of the API itself; the environment is where it is released. */
const API_FIELDS = ['name', 'path', 'timeout', 'register', 'transport', 'cleanup'] as const;

/** Binds the three functions and opens the API to clients. */
export async function createWebSocketDeployment(
  call: CallProduct,
  inputs: WebSocketDeploymentInputs,
): Promise<void> {
  await modify(call, inputs);
  await release(call, inputs);
}

/** Whether anything but the code of this resource has changed. */
export function deploymentChanged(
  olds: WebSocketDeploymentInputs,
  news: WebSocketDeploymentInputs,
): boolean {
  return apiChanged(olds, news) || olds.environment !== news.environment;
}

/**
 * Changes the API and releases it. A renamed environment is released under its new name before
 * the old one goes, so that the API is never without one.
 */
export async function updateWebSocketDeployment(
  call: CallProduct,
  olds: WebSocketDeploymentInputs,
  news: WebSocketDeploymentInputs,
): Promise<void> {
  if (!deploymentChanged(olds, news)) {
    return;
  }
  if (apiChanged(olds, news)) {
    await modify(call, news);
  }
  await release(call, news);
  if (olds.environment !== news.environment) {
    await deleteWebSocketDeployment(call, olds);
  }
}

/** Reads what is deployed, or nothing when the API is gone or no longer released. */
export async function readWebSocketDeployment(
  call: CallProduct,
  state: WebSocketDeploymentInputs,
): Promise<WebSocketDeploymentInputs | undefined> {
  try {
    const service = await call('DescribeService', { ServiceId: state.serviceId });
    const environments = service['AvailableEnvironments'];
    if (!Array.isArray(environments) || !environments.includes(state.environment)) {
      return undefined;
    }
    const answer = await call('DescribeApi', { ServiceId: state.serviceId, ApiId: state.apiId });
    return { ...state, ...fieldsOfApi(answer) };
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Closes the API to clients; one that is gone already is fine. */
export async function deleteWebSocketDeployment(
  call: CallProduct,
  state: WebSocketDeploymentInputs,
): Promise<void> {
  try {
    await unrelease(call, state);
  } catch (error) {
    if (!isGone(error)) {
      throw error;
    }
  }
}

/** What DescribeApi says of the fields that this resource owns; a field it is silent on is left out. */
function fieldsOfApi(answer: Record<string, unknown>): Partial<WebSocketDeploymentInputs> {
  const api = (answer['Result'] ?? {}) as ApiInfo;
  const fields = {
    name: api.ApiName,
    path: api.RequestConfig?.Path,
    timeout: api.ServiceTimeout,
    register: api.ServiceWebsocketRegisterFunctionName,
    transport: api.ServiceWebsocketTransportFunctionName,
    cleanup: api.ServiceWebsocketCleanupFunctionName,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The part of ApiInfo that is read here (628/14886). */
interface ApiInfo {
  readonly ApiName?: string;
  readonly RequestConfig?: { readonly Path?: string };
  readonly ServiceTimeout?: number;
  readonly ServiceWebsocketRegisterFunctionName?: string;
  readonly ServiceWebsocketTransportFunctionName?: string;
  readonly ServiceWebsocketCleanupFunctionName?: string;
}

function apiChanged(olds: WebSocketDeploymentInputs, news: WebSocketDeploymentInputs): boolean {
  return API_FIELDS.some((field) => olds[field] !== news[field]);
}

async function modify(call: CallProduct, inputs: WebSocketDeploymentInputs): Promise<void> {
  await call('ModifyApi', { ...apiFields({ ...inputs, functions: inputs }), ApiId: inputs.apiId });
}

async function release(call: CallProduct, inputs: WebSocketDeploymentInputs): Promise<void> {
  await call('ReleaseService', {
    ServiceId: inputs.serviceId,
    EnvironmentName: inputs.environment,
    ReleaseDesc: `${inputs.name}: ${inputs.register}, ${inputs.transport}, ${inputs.cleanup}`,
  });
}

async function unrelease(call: CallProduct, inputs: WebSocketDeploymentInputs): Promise<void> {
  await call('UnReleaseService', {
    ServiceId: inputs.serviceId,
    EnvironmentName: inputs.environment,
  });
}
