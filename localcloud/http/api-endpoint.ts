import { randomUUID } from 'node:crypto';
import type { Clock } from '../../gateway/engine/clock';
import type { FindAccessKey, May, Principal } from '../access-key';
import type { CloudObserver } from '../cloud-event';
import type { Action, ApiService } from '../services/action';
import { ActionError, type CommonErrorCode } from '../services/action-error';
import { textAnswer, type Endpoint } from './http-answer';
import type { HttpRequest } from './http-request';
import { HttpFault, type InterceptCall } from './intercept-call';
import { SignatureError, type SignatureFailure } from './signature/signature-error';
import { verifyTc3 } from './signature/tc3';

export interface ApiEndpointOptions {
  readonly services: readonly ApiService[];
  readonly region: string;
  readonly clock: Clock;
  readonly findAccessKey: FindAccessKey;
  readonly may: May;
  readonly observe: CloudObserver;
  /** Asked anew for each call. */
  readonly intercept?: () => InterceptCall | undefined;
}

/** 213/30435. */
const CODE_OF_FAILURE: Readonly<Record<SignatureFailure, CommonErrorCode>> = {
  missing: 'AuthFailure.InvalidAuthorization',
  malformed: 'AuthFailure.InvalidAuthorization',
  'unknown key': 'AuthFailure.SecretIdNotFound',
  'wrong token': 'AuthFailure.TokenFailure',
  'outside its time': 'AuthFailure.SignatureExpire',
  'wrong body hash': 'AuthFailure.SignatureFailure',
  mismatch: 'AuthFailure.SignatureFailure',
};

/**
 * API 3.0 (213/30435): a POST of JSON to `/`, answered with HTTP 200 whatever comes of it.
 * `product` is the one that the host names; without it, version and action tell.
 */
export function createApiEndpoint(
  options: ApiEndpointOptions,
): (product: string | undefined) => Endpoint {
  const { clock, observe } = options;
  return (product) => async (request) => {
    const startedAt = clock.uptime();
    const { by, status, response, errorCode } = await outcomeOf(options, product, request);
    observe({
      type: 'api call',
      ...(by && { by }),
      product: product ?? productOf(options.services, request),
      action: request.headers['x-tc-action'] ?? '',
      ...(errorCode !== undefined && { errorCode }),
      durationMs: clock.uptime() - startedAt,
    });
    return response
      ? {
          status,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ Response: { RequestId: randomUUID(), ...response } }),
        }
      : textAnswer(status, 'This fault was made on purpose.');
  };
}

function productOf(services: readonly ApiService[], { headers }: HttpRequest): string {
  return services.find(({ version }) => version === headers['x-tc-version'])?.product ?? '';
}

interface Outcome {
  readonly by?: Principal['type'] | undefined;
  readonly status: number;
  /** Absent when the answer is not one of API 3.0. */
  readonly response?: object;
  /** Absent when the call succeeded. */
  readonly errorCode?: string;
}

async function outcomeOf(
  options: ApiEndpointOptions,
  product: string | undefined,
  request: HttpRequest,
): Promise<Outcome> {
  let by: Principal['type'] | undefined;
  try {
    const principal = authenticate(options, request);
    by = principal.type;
    return { by, status: 200, response: await run(options, product, request, principal) };
  } catch (error) {
    if (error instanceof HttpFault) {
      return { by, status: error.status, errorCode: `HTTP ${error.status}` };
    }
    const { code, message } =
      error instanceof ActionError
        ? (error as ActionError<string>)
        : internalError(error, options.observe);
    const response = { Error: { Code: code, Message: message } };
    return { by, status: 200, response, errorCode: code };
  }
}

function internalError(cause: unknown, observe: CloudObserver): ActionError {
  observe({ type: 'fault', error: cause });
  return new ActionError('InternalError', 'The local cloud has made a mistake.', { cause });
}

async function run(
  options: ApiEndpointOptions,
  product: string | undefined,
  request: HttpRequest,
  principal: Principal,
): Promise<object> {
  const { service, name, action } = findAction(options.services, product, request);
  checkRegion(options, service, request);
  const input = parseJson(request.body);
  authorize(options, principal, service, name, input);
  const proceed = async () => action(input);
  const intercept = options.intercept?.();
  return intercept
    ? intercept({ product: service.product, action: name, input }, proceed)
    : proceed();
}

function authenticate(
  { findAccessKey, clock }: ApiEndpointOptions,
  request: HttpRequest,
): Principal {
  if (request.method !== 'POST' || request.path !== '/') {
    throw new ActionError('UnsupportedProtocol', 'The local cloud takes only POST requests to /.');
  }
  try {
    return verifyTc3(request, findAccessKey, clock.now());
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const message = `The request was not accepted: ${error.reason}.`;
    throw new ActionError(CODE_OF_FAILURE[error.reason], message, { cause: error });
  }
}

function findAction(
  services: readonly ApiService[],
  product: string | undefined,
  { headers }: HttpRequest,
): { service: ApiService; name: string; action: Action } {
  const name = requireHeader(headers, 'X-TC-Action');
  const version = requireHeader(headers, 'X-TC-Version');
  const ofProduct = services.filter(
    (service) => product === undefined || service.product === product,
  );
  if (ofProduct.length === 0) {
    throw new ActionError('NoSuchProduct', `The local cloud has no product ${product ?? ''}.`);
  }
  const ofVersion = ofProduct.filter((service) => service.version === version);
  if (ofVersion.length === 0) {
    throw new ActionError('NoSuchVersion', `The local cloud has no version ${version} of it.`);
  }
  for (const service of ofVersion) {
    const action = Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
    if (action) return { service, name, action };
  }
  throw new ActionError('InvalidAction', `The local cloud does not know the action ${name}.`);
}

function checkRegion(
  { region }: ApiEndpointOptions,
  service: ApiService,
  { headers }: HttpRequest,
): void {
  if (service.regional && requireHeader(headers, 'X-TC-Region') !== region) {
    throw new ActionError('UnsupportedRegion', `This local cloud stands in ${region} only.`);
  }
}

/** Who is not the account itself needs a policy for the action on what it is about. */
function authorize(
  { may }: ApiEndpointOptions,
  principal: Principal,
  { product, nameInPolicies = product, resourceOf }: ApiService,
  name: string,
  input: unknown,
): void {
  const operation = `${nameInPolicies}:${name}`;
  const resource = resourceOf?.(name, input) ?? '*';
  if (!may(principal, operation, resource)) {
    const message = `You are not authorized to perform operation (${operation}): resource (${resource}) has no permission.`;
    throw new ActionError('UnauthorizedOperation', message);
  }
}

function requireHeader(headers: HttpRequest['headers'], name: string): string {
  const value = headers[name.toLowerCase()];
  if (value) return value;
  throw new ActionError('MissingParameter', `The header ${name} is missing.`);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new ActionError('InvalidParameter', 'The body is not JSON.', { cause });
  }
}
