import * as v from 'valibot';
import type { Clock } from '../engine/clock';

/** A key of Tencent Cloud, temporary where it has a token. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
}

/** Gives the key to sign with now. Rejects with CredentialsError where there is none. */
export type GetCredentials = () => Promise<Credentials>;

/** There is no key to call SCF with. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/** Where a CVM finds the keys of its role (598/85616). */
export const METADATA_ENDPOINT = 'http://metadata.tencentyun.com';
const CREDENTIALS_PATH = '/latest/meta-data/cam/security-credentials/';

/** Renewed so long before they expire; the service gives out new ones well before that. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** After a renewal that failed while the old key is good. */
const RETRY_MS = 10_000;
const TIMEOUT_MS = 3_000;

const AnswerSchema = v.looseObject({
  Code: v.literal('Success'),
  TmpSecretId: v.pipe(v.string(), v.nonEmpty()),
  TmpSecretKey: v.pipe(v.string(), v.nonEmpty()),
  Token: v.pipe(v.string(), v.nonEmpty()),
  /** Seconds since the epoch. */
  ExpiredTime: v.number(),
});

interface Issued {
  readonly credentials: Credentials;
  readonly expiresAt: number;
}

/**
 * The temporary keys of this machine's CAM role, renewed before they expire. While a renewal fails,
 * the last ones serve until they are void.
 */
export function createMetadataCredentials(
  role: string,
  clock: Pick<Clock, 'now'>,
  endpoint = METADATA_ENDPOINT,
): GetCredentials {
  let issued: Issued | undefined;
  let renewAt = -Infinity;
  let renewal: Promise<void> | undefined;

  async function renew(): Promise<void> {
    try {
      issued = await fetchCredentials(
        new URL(`${CREDENTIALS_PATH}${encodeURIComponent(role)}`, endpoint),
      );
      renewAt = issued.expiresAt - RENEW_BEFORE_MS;
    } catch (error) {
      if (issued === undefined || issued.expiresAt <= clock.now()) throw error;
      renewAt = clock.now() + RETRY_MS;
    }
  }

  return async () => {
    if (clock.now() >= renewAt) {
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      await renewal;
    }
    if (issued === undefined) throw new CredentialsError('no credentials were issued');
    return issued.credentials;
  };
}

async function fetchCredentials(url: URL): Promise<Issued> {
  let answer: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    answer = await response.json();
  } catch (cause) {
    const reason = 'the metadata service of this machine gave no answer';
    throw new CredentialsError(reason, { cause });
  }
  const parsed = v.safeParse(AnswerSchema, answer);
  if (!parsed.success) {
    throw new CredentialsError('the metadata service has no credentials for the role (camRole)');
  }
  const { TmpSecretId, TmpSecretKey, Token, ExpiredTime } = parsed.output;
  return {
    credentials: { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token },
    expiresAt: ExpiredTime * 1000,
  };
}
