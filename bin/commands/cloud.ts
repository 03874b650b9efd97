import path from 'node:path';
import pc from 'picocolors';
import type { LocalCloud } from '../../localcloud/local-cloud';
import { announceCloud, findCloud, withdrawCloud } from '../announced-cloud';
import { withoutLocalCloud } from '../cloud-variables';
import type { CommandContext } from '../context';
import { chosenForTheUser } from '../pulumi/backend';
import { startCloud, type CloudOptions } from '../start-cloud';
import { stopSignal } from '../stop-signal';

export interface CloudCommandOptions extends Pick<
  CloudOptions,
  'port' | 'delays' | 'faults' | 'gateway' | 'retired'
> {
  readonly version: string;
  readonly json?: boolean;
  /** Where to keep what is in the cloud, relative to where the command was given. */
  readonly data?: string;
}

/** Runs a local cloud alone until a signal ends it. */
export async function cloud(
  { root }: CommandContext,
  { version, json, data, ...options }: CloudCommandOptions,
): Promise<void> {
  const stopped = stopSignal();
  const dataFolder = data === undefined ? undefined : path.resolve(data);
  const running = await startCloud({
    ...options,
    inspector: { root },
    ...(dataFolder !== undefined && { dataFolder }),
  });
  try {
    const found = await findCloud(root);
    const other = found.state === 'running' ? found.cloud.baseUrl : undefined;
    if (other === undefined) {
      announceCloud(root, running);
    }
    const ofState = chosenForTheUser(root, 'local', withoutLocalCloud(process.env), true);
    if (json) {
      writeJson('ready', {
        version,
        cloud: running.baseUrl,
        inspector: running.inspectorUrl,
        env: { ...running.environment, ...ofState },
        usedByStackLocal: other === undefined,
        startedInMs: Math.round(process.uptime() * 1000),
      });
    } else {
      process.stdout.write(welcome(running, ofState, dataFolder, other));
    }
    await stopped;
  } finally {
    withdrawCloud(root, running);
    await running.close();
  }
  if (json) {
    writeJson('stopped', {});
  } else {
    process.stdout.write(`\nStopped. ${leftBehind(dataFolder)}\n`);
  }
}

function writeJson(event: string, fields: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

/** @param ofState the variables by which Pulumi finds the state of the cloud's stacks */
function welcome(
  running: LocalCloud,
  ofState: Readonly<Record<string, string>>,
  dataFolder: string | undefined,
  other: string | undefined,
): string {
  const useIt =
    other === undefined
      ? `  In another terminal:\n\n    ${pc.cyan('npm run up -- --stack local')}\n`
      : `  ${pc.yellow(`npm run up -- --stack local uses the cloud at ${other}, which was there first.`)}\n`;
  return (
    `${pc.bold('scf-chat')}  a local cloud at ${running.baseUrl}\n` +
    `  Inspector: ${running.inspectorUrl}\n\n` +
    `${useIt}\n` +
    `  For a bare pulumi up, or any other client, these lines lead a terminal to it:\n\n` +
    `${pasteable(running.environment)}\n\n` +
    (Object.keys(ofState).length > 0
      ? `  A bare pulumi finds the state that npm run up keeps by these:\n\n${pasteable(ofState)}\n\n`
      : '') +
    `  ${pc.dim(`Ctrl-C ends it. ${leftBehind(dataFolder)}`)}\n`
  );
}

function leftBehind(dataFolder: string | undefined): string {
  return dataFolder === undefined
    ? 'Nothing is left behind.'
    : `What is in it stays in ${dataFolder}.`;
}

/** Lines that set variables when they are pasted into the platform's usual shell. */
function pasteable(environment: Readonly<Record<string, string>>): string {
  const line =
    process.platform === 'win32'
      ? (name: string, value: string) => `$env:${name} = "${value}"`
      : (name: string, value: string) => `export ${name}='${value}'`;
  return Object.entries(environment)
    .map(([name, value]) => line(name, value))
    .join('\n');
}
