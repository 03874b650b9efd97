import COS from 'cos-nodejs-sdk-v5';
import { randomBytes } from 'node:crypto';
import { sendHttp } from '../functions/http/node-http';
import { runBounded } from '../functions/run-bounded';
import { toConnectionId } from '../protocol/connection-id';
import { REGISTRY_PREFIX } from '../protocol/registry';
import type { Benchmark } from './benchmark';
import { openChatRegistry } from './process/chat-registry';
import { startChat, type RunningChat } from './process/running-chat';
import type { Row } from './report';
import { spreadOf } from './statistics';

const SIZES = [1_000, 10_000, 100_000];
const WARM_UP_LISTS = 3;
/** Keys written at the same time while the registry is filled. */
const FILL_CONCURRENCY = 256;
/** Bytes of a connection id, by Tencent's description (583/32553). */
const ID_BYTES = 16;

/** Listing everybody, as transport does for each message, against Tencent's SDK page after page. */
export const registry: Benchmark = {
  description: 'listing a registry of 1,000, 10,000 and 100,000 connections',
  async *run({ root, rounds, members: sizes = SIZES, ...delays }) {
    const chat = await startChat(root, delays);
    try {
      let requests = 0;
      const connections = openChatRegistry(chat, (request, timeoutMs) => {
        requests += 1;
        return sendHttp(request, timeoutMs);
      });
      const cosSdk = cosSdkOf(chat);
      const count = async (list: () => Promise<number>): Promise<Listed> => {
        requests = 0;
        const found = await list();
        return { found, requests };
      };
      let filled = 0;
      for (const keys of sizes) {
        await fill(keys - filled, connections);
        filled = keys;
        const shape = { keys, rounds };
        yield await measure('scf-chat', shape, () =>
          count(async () => (await connections.list()).length),
        );
        yield await measure('COS SDK, page after page', shape, () => listBySdk(cosSdk, chat));
      }
    } finally {
      await chat.stop();
    }
  },
};

interface Listed {
  readonly found: number;
  readonly requests: number;
}

async function fill(
  keys: number,
  connections: Pick<ReturnType<typeof openChatRegistry>, 'add'>,
): Promise<void> {
  await runBounded(Array.from({ length: keys }), FILL_CONCURRENCY, () =>
    connections.add(toConnectionId(randomBytes(ID_BYTES).toString('base64'))),
  );
}

async function measure(
  subject: string,
  { keys, rounds }: { readonly keys: number; readonly rounds: number },
  list: () => Promise<Listed>,
): Promise<Row> {
  const times: number[] = [];
  const requests: number[] = [];
  let missed = 0;
  for (let round = -WARM_UP_LISTS; round < rounds; round += 1) {
    const start = performance.now();
    const listed = await list();
    if (round < 0) continue;
    times.push(performance.now() - start);
    requests.push(listed.requests);
    missed = Math.max(missed, keys - listed.found);
  }
  return { subject, keys, rounds, listMs: spreadOf(times), requests: spreadOf(requests), missed };
}

function cosSdkOf({ ready }: RunningChat): COS {
  return new COS({
    SecretId: ready.env['TENCENTCLOUD_SECRET_ID'],
    SecretKey: ready.env['TENCENTCLOUD_SECRET_KEY'],
    Domain: '{Bucket}.cos.{Region}.myqcloud.com',
    Protocol: 'http:',
    Proxy: ready.cloud,
  });
}

async function listBySdk(cosSdk: COS, { ready }: RunningChat): Promise<Listed> {
  let found = 0;
  let requests = 0;
  let Marker: string | undefined = '';
  while (Marker !== undefined) {
    const page: COS.GetBucketResult = await cosSdk.getBucket({
      Bucket: ready.bucket,
      Region: ready.env['TENCENTCLOUD_REGION'] ?? '',
      Prefix: REGISTRY_PREFIX,
      Marker,
    });
    requests += 1;
    found += page.Contents.length;
    Marker = page.IsTruncated === 'true' ? page.NextMarker : undefined;
  }
  return { found, requests };
}
