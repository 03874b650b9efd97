import type { FunctionOutcome } from '../../../gateway/engine/ports';
import { ErrNo } from '../../../protocol/err-no';
import type { FunctionRole } from '../../../protocol/events';
import { ApigatewayError } from './apigateway-error';
import type { ApiDefinition } from './schema';

/** What API Gateway needs of SCF. */
export interface FunctionBackend {
  isActive(functionName: string, namespace: string): boolean;
  /** Never rejects. */
  call(functionName: string, namespace: string, event: object): Promise<FunctionOutcome>;
}

interface BoundFunction {
  readonly role: FunctionRole;
  readonly name: string;
  readonly namespace: string;
  readonly qualifier: string;
}

const QUALIFIERS = ['$LATEST', '$DEFAULT'];

function bound(api: ApiDefinition): readonly BoundFunction[] {
  const all: readonly BoundFunction[] = [
    {
      role: 'register',
      name: api.ServiceWebsocketRegisterFunctionName,
      namespace: api.ServiceWebsocketRegisterFunctionNamespace,
      qualifier: api.ServiceWebsocketRegisterFunctionQualifier,
    },
    {
      role: 'transport',
      name: api.ServiceWebsocketTransportFunctionName,
      namespace: api.ServiceWebsocketTransportFunctionNamespace,
      qualifier: api.ServiceWebsocketTransportFunctionQualifier,
    },
    {
      role: 'cleanup',
      name: api.ServiceWebsocketCleanupFunctionName,
      namespace: api.ServiceWebsocketCleanupFunctionNamespace,
      qualifier: api.ServiceWebsocketCleanupFunctionQualifier,
    },
  ];
  return all.filter(({ name }) => name !== '');
}

/**
 * Throws `ApigatewayError` unless the functions can be bound. Only transport must be: so do
 * Tencent's own tools have it.
 */
export function checkBinding(api: ApiDefinition, backend: FunctionBackend): void {
  const functions = bound(api);
  if (!functions.some(({ role }) => role === 'transport')) {
    const message = 'ServiceWebsocketTransportFunctionName is needed for a WEBSOCKET API.';
    throw new ApigatewayError('InvalidParameterValue.InvalidScfConfig', message);
  }
  for (const { name, namespace, qualifier } of functions) {
    if (!QUALIFIERS.includes(qualifier)) {
      const message = `The function ${name} has no version ${qualifier}, only $LATEST.`;
      throw new ApigatewayError('InvalidParameterValue.InvalidScfConfig', message);
    }
    if (!backend.isActive(name, namespace)) {
      const message = `The function ${namespace}/${name} does not exist or is not Active.`;
      throw new ApigatewayError('FailedOperation.ScfError', message);
    }
  }
}

/** Calls the function that an API binds for a role. Who is not bound agrees to everything. */
export async function callBound(
  api: ApiDefinition,
  backend: FunctionBackend,
  role: FunctionRole,
  event: object,
): Promise<FunctionOutcome> {
  const target = bound(api).find((candidate) => candidate.role === role);
  if (!target) return { ok: true, value: { errNo: ErrNo.ok, errMsg: 'ok' } };
  return backend.call(target.name, target.namespace, event);
}
