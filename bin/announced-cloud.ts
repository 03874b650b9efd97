import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../localcloud/data/replace-file';
import { CloudClient } from '../localcloud/deploy/cloud-client';
import type { LocalCloud } from '../localcloud/local-cloud';
import { STATE_FOLDER } from './state-folder';

const AnnouncedCloud = v.object({
  baseUrl: v.string(),
  region: v.string(),
  /** Its account number, which no other local cloud has. */
  uin: v.string(),
  credentials: v.object({ secretId: v.string(), secretKey: v.string() }),
  environment: v.record(v.string(), v.string()),
});

/** A local cloud that other commands of this project find. */
export type AnnouncedCloud = v.InferOutput<typeof AnnouncedCloud>;

/** What is behind an announcement. */
export type FoundCloud =
  | { readonly state: 'running'; readonly cloud: AnnouncedCloud }
  /** It has ended without taking its announcement back. */
  | { readonly state: 'gone'; readonly baseUrl: string }
  | { readonly state: 'none' };

/** Longest wait for a cloud's answer, in milliseconds; it stands on this machine. */
const ANSWER_MS = 10_000;

/** Tells other commands of the project where the cloud is. Only its owner may read it. */
export function announceCloud(root: string, cloud: LocalCloud): void {
  const { baseUrl, region, uin, credentials, environment } = cloud;
  const announced: AnnouncedCloud = {
    baseUrl,
    region,
    uin,
    credentials: { ...credentials },
    environment: { ...environment },
  };
  mkdirSync(path.join(root, STATE_FOLDER), { recursive: true });
  replaceFile(fileOf(root), JSON.stringify(announced));
}

/** Takes an announcement back, unless another cloud has replaced it. */
export function withdrawCloud(root: string, { baseUrl, uin }: LocalCloud): void {
  const announced = read(root);
  if (announced?.uin === uin && announced.baseUrl === baseUrl) {
    rmSync(fileOf(root), { force: true });
  }
}

/** Finds the announced cloud, and asks it whether it is still the one. */
export async function findCloud(root: string): Promise<FoundCloud> {
  const announced = read(root);
  if (announced === undefined) {
    return { state: 'none' };
  }
  return (await answersAs(announced))
    ? { state: 'running', cloud: announced }
    : { state: 'gone', baseUrl: announced.baseUrl };
}

async function answersAs(announced: AnnouncedCloud): Promise<boolean> {
  const client = new CloudClient(announced);
  const answer = client
    .call('cam', 'GetUserAppId', {})
    .then(({ Uin }) => Uin === announced.uin, isFromItself);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an error is an answer to its key all the same, such as "slow down": no other knows the key. */
function isFromItself(error: unknown): boolean {
  if (!(error instanceof Error && 'requestId' in error && 'code' in error)) return false;
  return error.requestId !== '' && !String(error.code).startsWith('AuthFailure');
}

function read(root: string): AnnouncedCloud | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(fileOf(root), 'utf8'));
    const parsed = v.safeParse(AnnouncedCloud, json);
    return parsed.success ? parsed.output : undefined;
  } catch {
    // None has been announced, or the file is not ours.
    return undefined;
  }
}

function fileOf(root: string): string {
  return path.join(root, STATE_FOLDER, 'cloud.json');
}
