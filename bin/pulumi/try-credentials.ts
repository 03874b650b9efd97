import {
  accountInUse,
  clientSettings,
  errorCode,
  type ReadSetting,
} from '../../infra/tencent-api/client';
import { CommandError } from '../command-error';

/** Longest wait for Tencent's answer, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The access key is right, but may not ask for this. */
const NOT_ALLOWED = 'AuthFailure.UnauthorizedOperation';

/**
 * Asks Tencent once whose access key it is, as the provider does at the start of each deployment:
 * where there is no network the provider says so only after three minutes.
 *
 * @throws CommandError when the key is wrong or nobody answers; any other answer is left to those
 * who ask for more
 */
export async function tryCredentials(
  read: ReadSetting,
  timeoutMs: number = TIMEOUT_MS,
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await accountInUse(clientSettings(read), signal);
  } catch (error) {
    const problem = signal.aborted
      ? unreachable(`no answer within ${timeoutMs / 1000} s`)
      : problemOf(error);
    if (problem !== undefined) throw new CommandError(problem, { cause: error });
  }
}

function problemOf(error: unknown): string | undefined {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (/^AuthFailure\b/.test(code) && code !== NOT_ALLOWED) {
    return (
      `Tencent did not accept the access key: ${message} (${code}). Nothing was changed.\n` +
      'To fix it: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to a key from https://console.cloud.tencent.com/cam/capi, and TENCENTCLOUD_SECURITY_TOKEN only for a temporary one.'
    );
  }
  const hasAnswered = code !== '' || (error instanceof Error && 'httpCode' in error);
  return hasAnswered ? undefined : unreachable(message);
}

function unreachable(reason: string): string {
  return (
    `Tencent cannot be reached: ${reason}. Nothing was changed.\n` +
    'To fix it: npm run doctor -- --deploy shows which hosts can be reached, and whether a proxy is set.'
  );
}
