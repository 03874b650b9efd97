import { sendHttp } from '../http/node-http';
import { parsePushBackEnvironment } from '../invocation/environment';
import type { Invocation } from '../invocation/run-invocation';
import { createPushBack } from './http-push-back';
import type { PushBack } from './push-back';

/** Push-back to the URL in the function's environment. Throws EnvironmentError. */
export function openPushBack({ clock, deadline }: Invocation): PushBack {
  const { PUSH_BACK_URL: url } = parsePushBackEnvironment(process.env);
  return createPushBack(url, { send: sendHttp, clock, deadline, random: Math.random });
}
