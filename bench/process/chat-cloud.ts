import { CloudClient } from '../../localcloud/deploy/cloud-client';
import type { RunningChat } from './running-chat';

/** Calls the APIs of the cloud of a running chat with the account's key. */
export function openChatCloud({ ready }: RunningChat): CloudClient {
  return new CloudClient({
    baseUrl: ready.cloud,
    region: ready.env['TENCENTCLOUD_REGION'] ?? '',
    credentials: {
      secretId: ready.env['TENCENTCLOUD_SECRET_ID'] ?? '',
      secretKey: ready.env['TENCENTCLOUD_SECRET_KEY'] ?? '',
    },
  });
}
