import type { SendHttp } from '../../functions/http/http';
import { sendHttp } from '../../functions/http/node-http';
import { systemClock } from '../../functions/invocation/clock';
import { createCosRegistry } from '../../functions/registry/cos-registry';
import type { Registry } from '../../functions/registry/registry';
import type { RunningChat } from './running-chat';

/** The functions' own registry of a running chat, with the account's key and without a deadline. */
export function openChatRegistry({ ready }: RunningChat, send: SendHttp = sendHttp): Registry {
  return createCosRegistry(
    {
      REGISTRY_BUCKET: ready.bucket,
      REGISTRY_REGION: ready.env['TENCENTCLOUD_REGION'] ?? '',
      COS_ENDPOINT: new URL(ready.cloud),
      TENCENTCLOUD_SECRETID: ready.env['TENCENTCLOUD_SECRET_ID'] ?? '',
      TENCENTCLOUD_SECRETKEY: ready.env['TENCENTCLOUD_SECRET_KEY'] ?? '',
      // The account's own key has none.
      TENCENTCLOUD_SESSIONTOKEN: '',
    },
    { send, clock: systemClock, deadline: { leftMs: () => Infinity }, random: Math.random },
  );
}
