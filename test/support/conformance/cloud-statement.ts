import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../../localcloud/local-cloud';
import { CloudDeployment } from '../cloud-deployment';
import { findStatement, formatMarks } from './statements';

/** Another cloud than our own, by the URL of its APIs on this machine; the key comes from the environment. */
export const FOREIGN_CLOUD_VARIABLE = 'SCF_CHAT_CONFORMANCE_CLOUD';

export interface CloudUnderTest {
  readonly cloud: Pick<LocalCloud, 'baseUrl' | 'port' | 'credentials'>;
  readonly deployment: CloudDeployment;
  /** A name that no other test has used. */
  readonly unique: (name: string) => string;
}

let shared: { readonly cloud: CloudUnderTest['cloud']; close(): Promise<void> } | undefined;
let names = 0;

async function openShared(): Promise<NonNullable<typeof shared>> {
  const url = process.env[FOREIGN_CLOUD_VARIABLE];
  if (url === undefined) return startOwn({});
  const { TENCENTCLOUD_SECRET_ID: secretId = '', TENCENTCLOUD_SECRET_KEY: secretKey = '' } =
    process.env;
  const cloud = {
    baseUrl: url,
    port: Number(new URL(url).port),
    credentials: { secretId, secretKey },
  };
  return { cloud, close: () => Promise.resolve() };
}

async function startOwn(options: Partial<LocalCloudOptions>): Promise<NonNullable<typeof shared>> {
  const cloud = await startLocalCloud({ port: 0, ...options });
  return { cloud, close: () => cloud.close() };
}

/** One cloud serves all statements of a file; to be called once in each. */
export function shareCloud(): void {
  afterAll(async () => {
    await shared?.close();
    shared = undefined;
  });
}

/**
 * One test of a statement about the control plane, functions or COS. With `options` it is about
 * our own cloud alone, started with them for this test, and is skipped for any other.
 */
export function cloudStatement(
  number: number,
  { when, options }: { readonly when?: string; readonly options?: Partial<LocalCloudOptions> },
  run: (under: CloudUnderTest) => Promise<void>,
): void {
  const { statement } = findStatement(number);
  const name = `${number} ${formatMarks(statement)} ${statement.text}${when ? ` (${when})` : ''}`;
  if (options && process.env[FOREIGN_CLOUD_VARIABLE] !== undefined) {
    it.skip(`${name} NOT RUN: needs switches, which only our own cloud has`, () => undefined);
    return;
  }
  it(name, async () => {
    const own = options && (await startOwn(options));
    const { cloud } = own ?? (shared ??= await openShared());
    const now = options?.clock && (() => options.clock?.now() ?? 0);
    try {
      await run({
        cloud,
        deployment: new CloudDeployment(cloud, now),
        unique: (text) => `${text}-${process.pid}-${(names += 1)}`,
      });
    } finally {
      await own?.close();
    }
  });
}
