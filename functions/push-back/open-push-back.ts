import { BATCH_PARAMETER } from '../../protocol/push-back';
import { sendHttp } from '../http/node-http';
import type { RetryPorts } from '../http/send-with-retry';
import { parsePushBackEnvironment } from '../invocation/environment';
import type { Invocation } from '../invocation/run-invocation';
import { createBatchPushBack } from './batch-push-back';
import { createPushBack } from './http-push-back';
import type { PushBack } from './push-back';

/** Push-back to the URL in the function's environment. Throws EnvironmentError. */
export function openPushBack({ clock, deadline }: Invocation): PushBack {
  const { PUSH_BACK_URL: url } = parsePushBackEnvironment(process.env);
  return pushBackTo(url, { send: sendHttp, clock, deadline, random: Math.random });
}

/** Push-back to a URL, in batches where the URL offers them. */
export function pushBackTo(url: URL, ports: RetryPorts): PushBack {
  const batchSize = Number(url.searchParams.get(BATCH_PARAMETER));
  return Number.isInteger(batchSize) && batchSize > 0
    ? createBatchPushBack(url, batchSize, ports)
    : createPushBack(url, ports);
}
