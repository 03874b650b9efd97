import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** What the line of `npm start -- --json` says that this example needs. */
const Ready = v.object({
  event: v.literal('ready'),
  bucket: v.string(),
  pushBackUrl: v.string(),
  cloud: v.string(),
  env: v.object({
    TENCENTCLOUD_REGION: v.string(),
    TENCENTCLOUD_SECRET_ID: v.string(),
    TENCENTCLOUD_SECRET_KEY: v.string(),
  }),
});

/**
 * The variables by which the functions of a chat find its registry and its gateway, from what
 * `npm start -- --json` has written.
 *
 * @returns undefined where no line of the file says that the chat is ready
 */
export function chatEnvironment(file: string): Readonly<Record<string, string>> | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  const ready = lines.map(parseReady).find((line) => line !== undefined);
  return (
    ready && {
      REGISTRY_BUCKET: ready.bucket,
      REGISTRY_REGION: ready.env.TENCENTCLOUD_REGION,
      COS_ENDPOINT: ready.cloud,
      TENCENTCLOUD_SECRETID: ready.env.TENCENTCLOUD_SECRET_ID,
      TENCENTCLOUD_SECRETKEY: ready.env.TENCENTCLOUD_SECRET_KEY,
      PUSH_BACK_URL: ready.pushBackUrl,
    }
  );
}

function parseReady(line: string): v.InferOutput<typeof Ready> | undefined {
  try {
    const parsed = v.safeParse(Ready, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // A line that is still being written, or that npm has written.
    return undefined;
  }
}
