import { BATCH_PARAMETER } from '../../protocol/push-back';
import { sendHttp } from '../http/node-http';
import { parsePushBackEnvironment } from '../invocation/environment';
import type { Invocation } from '../invocation/run-invocation';
import { createBatchPushBack } from './batch-push-back';
import { createPushBack } from './http-push-back';
import type { PushBack } from './push-back';

/**
 * Push-back to the URL in the function's environment, in batches where the URL offers them.
 * Throws EnvironmentError.
 */
export function openPushBack({ clock, deadline }: Invocation): PushBack {
  const { PUSH_BACK_URL: url } = parsePushBackEnvironment(process.env);
  const ports = { send: sendHttp, clock, deadline, random: Math.random };
  const batchSize = Number(url.searchParams.get(BATCH_PARAMETER));
  return Number.isInteger(batchSize) && batchSize > 0
    ? createBatchPushBack(url, batchSize, ports)
    : createPushBack(url, ports);
}
