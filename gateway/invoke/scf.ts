import * as http from 'node:http';
import * as https from 'node:https';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import * as v from 'valibot';
import { MAX_SOCKETS, type CallFunction, type CallOutcome } from './call';
import { CredentialsError, type GetCredentials } from './metadata-credentials';

const API_VERSION = '2018-04-16';

/** The call was turned away before the function ran: it is being deployed, or SCF is busy. */
const NOT_BEGUN = [
  'FailedOperation.FunctionStatusError',
  'FailedOperation.FunctionNameStatusError',
  'RequestLimitExceeded',
  'ResourceNotFound',
  'ResourceUnavailable',
];
/** 583/42611: no instance was free, and no more may be started. */
const CONCURRENCY_STATUS = 432;
/** The SDK passes a network error on by its text alone. */
const NOT_CONNECTED = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/;
/** How long SCF is waited for beyond the function's own time. */
const MARGIN_SECONDS = 5;

export interface ScfClientOptions {
  /** e.g. `https://scf.tencentcloudapi.com`. */
  readonly endpoint: URL;
  readonly region: string;
  readonly getCredentials: GetCredentials;
  /** Seconds that a function may take. */
  readonly timeoutSeconds: number;
}

export interface ScfFunction {
  readonly functionName: string;
  readonly namespace: string;
  /** A version or an alias. */
  readonly qualifier: string;
}

const ResultSchema = v.looseObject({
  Result: v.looseObject({
    InvokeResult: v.number(),
    RetMsg: v.optional(v.nullable(v.string()), ''),
    ErrMsg: v.optional(v.nullable(v.string()), ''),
  }),
});

/**
 * Functions of SCF, called by InvokeFunction (583/58400) over kept-alive sockets. No proxy is used,
 * whatever the environment names.
 */
export function createScfCalls(options: ScfClientOptions): (target: ScfFunction) => CallFunction {
  const { endpoint, region, getCredentials, timeoutSeconds } = options;
  const { Agent } = endpoint.protocol === 'https:' ? https : http;
  const client = new CommonClient(endpoint.host, API_VERSION, {
    credential: { getCredential: getCredentials },
    region,
    profile: {
      httpProfile: {
        endpoint: endpoint.host,
        protocol: `${endpoint.protocol}//`,
        reqTimeout: timeoutSeconds + MARGIN_SECONDS,
        agent: new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      },
    },
  });
  return ({ functionName, namespace, qualifier }) =>
    async (event) => {
      let answer: unknown;
      try {
        // Asked for here as well, since the SDK would hide the error in one of its own.
        await getCredentials();
        answer = await client.request('InvokeFunction', {
          FunctionName: functionName,
          Namespace: namespace,
          Qualifier: qualifier,
          Event: JSON.stringify(event),
        });
      } catch (error) {
        return failure(error);
      }
      return outcomeOf(answer);
    };
}

function outcomeOf(answer: unknown): CallOutcome {
  const parsed = v.safeParse(ResultSchema, answer);
  if (!parsed.success) return { ok: false, reason: 'SCF gave an answer of another form' };
  const { InvokeResult, RetMsg, ErrMsg } = parsed.output.Result;
  if (InvokeResult !== 0) {
    const status = statusCodeIn(ErrMsg ?? '');
    const reason = `the function failed${status === undefined ? '' : ` with status ${status}`}`;
    return { ok: false, reason, ...(status === CONCURRENCY_STATUS && { notBegun: true }) };
  }
  try {
    return { ok: true, value: RetMsg ? (JSON.parse(RetMsg) as unknown) : null };
  } catch {
    return { ok: false, reason: 'the return value is not JSON' };
  }
}

/** Of `{"errorCode":…,"errorMessage":…,"statusCode":430}`; the message may quote the event. */
function statusCodeIn(errMsg: string): number | undefined {
  const statusCode = /"statusCode"\s*:\s*(\d+)/.exec(errMsg)?.[1];
  return statusCode === undefined ? undefined : Number(statusCode);
}

function failure(error: unknown): CallOutcome {
  if (error instanceof CredentialsError) return { ok: false, reason: error.message };
  const { code, message } = errorParts(error);
  const network = NOT_CONNECTED.exec(message)?.[1];
  if (network !== undefined) return { ok: false, reason: network, notBegun: true };
  if (code === '') {
    const isTimeout = /timeout/i.test(message);
    return { ok: false, reason: isTimeout ? 'no answer in time' : 'SCF could not be called' };
  }
  const notBegun = NOT_BEGUN.some((name) => code === name || code.startsWith(`${name}.`));
  return { ok: false, reason: code, ...(notBegun && { notBegun }) };
}

/** The `Code` of an API 3.0 error, and the text of any other. */
function errorParts(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}
