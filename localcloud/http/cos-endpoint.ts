import { randomBytes } from 'node:crypto';
import { elapse, type Clock } from '../../gateway/engine/clock';
import type { FindAccessKey, Principal } from '../access-key';
import type { CloudObserver } from '../cloud-event';
import { CosError, type CosErrorCode } from '../services/cos/cos-error';
import type { TrafficObserver } from '../traffic';
import type { Cos } from '../services/cos/cos-service';
import { buildXml } from '../services/cos/xml';
import type { Endpoint, HttpAnswer } from './http-answer';
import type { HttpRequest } from './http-request';
import { verifyCosSignature } from './signature/cos-signature';
import { SignatureError, type SignatureFailure } from './signature/signature-error';

export interface CosEndpointOptions {
  readonly cos: Cos;
  readonly clock: Clock;
  readonly findAccessKey: FindAccessKey;
  readonly observe: CloudObserver;
  /** Milliseconds that each answer is held back. */
  readonly delayMs: number;
  /** Hears of every request in full. */
  readonly traffic?: TrafficObserver | undefined;
}

/** 436/7730. */
const CODE_OF_FAILURE: Readonly<Record<SignatureFailure, CosErrorCode>> = {
  missing: 'AccessDenied',
  malformed: 'SignatureDoesNotMatch',
  'unknown key': 'InvalidAccessKeyId',
  'wrong token': 'InvalidAccessKeyId',
  'outside its time': 'RequestTimeTooSkewed',
  'wrong body hash': 'XAmzContentSHA256Mismatch',
  mismatch: 'SignatureDoesNotMatch',
};

/** COS's XML API for the bucket that the host names; undefined where it names none. */
export function createCosEndpoint(
  options: CosEndpointOptions,
): (bucket: string | undefined) => Endpoint {
  const { clock, observe, delayMs, traffic } = options;
  return (bucket) => async (request) => {
    const requestId = randomBytes(24).toString('base64url');
    const begunAt = clock.uptime();
    const { principal, ...answer } = answerTo(options, bucket, request, requestId);
    observe({
      type: 'cos request',
      ...(principal && { by: principal.type }),
      method: request.method,
      bucket: bucket ?? '',
      action: actionOf(options.cos, request),
      status: answer.status,
      ...(answer.errorCode !== undefined && { errorCode: answer.errorCode }),
    });
    if (delayMs > 0) await elapse(clock, delayMs);
    traffic?.cosRequest({
      method: request.method,
      bucket: bucket ?? '',
      path: request.path,
      query: request.query,
      principal,
      body: request.body,
      status: answer.status,
      answer: answer.body ?? '',
      durationMs: clock.uptime() - begunAt,
    });
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-cos-request-id': requestId,
        Date: new Date(clock.now()).toUTCString(),
      },
    };
  };
}

function actionOf(cos: Cos, { method, path, query }: HttpRequest): string {
  return cos.actionOf({ method, key: path.slice(1), query: new URLSearchParams(query) });
}

interface CosAnswer extends HttpAnswer {
  readonly body?: string | Buffer;
  readonly errorCode?: string;
  /** Undefined when nobody signed the request, or signed it wrongly. */
  readonly principal: Principal | undefined;
}

function answerTo(
  options: CosEndpointOptions,
  bucket: string | undefined,
  request: HttpRequest,
  requestId: string,
): CosAnswer {
  let principal: Principal | undefined;
  try {
    if (bucket === undefined) {
      const message =
        'The bucket you are attempting to access must be addressed using COS virtual-styled domain.';
      throw new CosError('PathStyleDomainForbidden', message);
    }
    const key = decodeKey(request.path);
    principal = authenticate(options, request);
    const answer = options.cos.handle({
      method: request.method,
      bucket,
      key,
      query: new URLSearchParams(request.query),
      headers: request.headers,
      body: request.body,
      principal,
    });
    return { ...answer, principal };
  } catch (error) {
    const refusal = error instanceof CosError ? error : internalError(error);
    if (refusal.code === 'InternalError') options.observe({ type: 'fault', error });
    return {
      status: refusal.status,
      headers: { 'Content-Type': 'application/xml' },
      body: errorXml(refusal, request, requestId),
      errorCode: refusal.code,
      principal,
    };
  }
}

function authenticate(
  { findAccessKey, clock }: CosEndpointOptions,
  request: HttpRequest,
): Principal | undefined {
  try {
    return verifyCosSignature(request, findAccessKey, clock.now());
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const message = `The request was not accepted: ${error.reason}.`;
    throw new CosError(CODE_OF_FAILURE[error.reason], message, { cause: error });
  }
}

function decodeKey(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch (cause) {
    throw new CosError('InvalidURI', 'The path is not valid percent-encoding.', { cause });
  }
}

function internalError(cause: unknown): CosError {
  return new CosError('InternalError', 'The local cloud has made a mistake.', { cause });
}

function errorXml({ code, message }: CosError, { path }: HttpRequest, requestId: string): string {
  return buildXml({
    Error: { Code: code, Message: message, Resource: path, RequestId: requestId, TraceId: '' },
  });
}
