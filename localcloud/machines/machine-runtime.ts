import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../gateway/engine/clock';
import { fetchBundle } from './fetch-bundle';
import { GatewayProcess } from './gateway-process';
import { MachineError, type MachineDefinition } from './machine';
import {
  startMetadataService,
  type IssuedCredentials,
  type MetadataService,
} from './metadata-service';
import { readUserData, type MachineContent } from './read-user-data';

export interface MachineRuntimeOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Where this cloud is. */
  readonly baseUrl: string;
  /** Throws when there is no such role. */
  issueCredentials(role: string): IssuedCredentials;
  /** Hears each line that a machine logs. */
  readonly onLog: (instanceId: string, line: string) => void;
}

/** A machine that runs. */
export interface RunningMachine {
  /** Ports that its program listens on. */
  readonly ports: readonly number[];
  /** The process of its program, if it has one. */
  readonly pid: number | undefined;
  /** Ends in good order, as when the power button is pressed. */
  stop(): Promise<void>;
  /** Ends at once, as when the plug is pulled. */
  kill(): Promise<void>;
}

/** Runs machines: of each the one program that its user data names, and nothing else. */
export interface MachineRuntime {
  /** Resolves once the program is ready. Rejects with a MachineError, and has then left nothing. */
  start(definition: MachineDefinition): Promise<RunningMachine>;
  /** Ends every machine at once and removes every file. */
  close(): Promise<void>;
}

/** A machine without a program that could be run here. */
const IDLE: RunningMachine = {
  ports: [],
  pid: undefined,
  stop: () => Promise.resolve(),
  kill: () => Promise.resolve(),
};

export function createMachineRuntime(options: MachineRuntimeOptions): MachineRuntime {
  /** Made for the first machine: most clouds have none. */
  let folder: string | undefined;
  const running = new Set<RunningMachine>();

  function leaveNothing(): void {
    for (const { pid } of running) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }

  function homeOf(instanceId: string): string {
    if (folder === undefined) {
      folder = mkdtempSync(path.join(tmpdir(), 'scf-chat-machines-'));
      process.once('exit', leaveNothing);
    }
    return path.join(folder, instanceId);
  }

  async function start(definition: MachineDefinition): Promise<RunningMachine> {
    const content = readUserData(definition.userData);
    if (content === undefined) return IDLE;
    requireLoopback(definition.address);
    const home = homeOf(definition.instanceId);
    const metadata = await serveMetadata(definition);
    try {
      const gateway = await startGateway(definition, content, home, metadata);
      const forget = async () => {
        running.delete(machine);
        metadata.close();
        await rm(home, { recursive: true, force: true });
      };
      const machine: RunningMachine = {
        ports: content.ports,
        get pid() {
          return gateway.pid;
        },
        stop: () => gateway.stop().then(forget),
        kill: () => gateway.kill().then(forget),
      };
      running.add(machine);
      return machine;
    } catch (error) {
      metadata.close();
      await rm(home, { recursive: true, force: true });
      throw error;
    }
  }

  function serveMetadata({ address, role }: MachineDefinition): Promise<MetadataService> {
    return startMetadataService(address, role, () => options.issueCredentials(role)).catch(
      (cause: unknown) => {
        throw new MachineError(
          `The machine's address ${address} cannot be used on this machine (${String(cause)}). ` +
            'Machines need a loopback network of which every address works, as it does on Linux.',
          { cause },
        );
      },
    );
  }

  async function startGateway(
    { instanceId, role }: MachineDefinition,
    { bundle, configuration }: MachineContent,
    home: string,
    metadata: MetadataService,
  ): Promise<GatewayProcess> {
    const { baseUrl, region, clock, onLog } = options;
    const { credentials } = options.issueCredentials(role);
    const code = await fetchBundle(bundle, { baseUrl, region, credentials });
    await mkdir(home, { mode: 0o700 });
    const files = {
      program: path.join(home, 'gateway.mjs'),
      configuration: path.join(home, 'gateway.json'),
    };
    await writeFile(files.program, code);
    await writeFile(files.configuration, configuration);
    await chmod(files.configuration, 0o600);
    const gateway = new GatewayProcess({
      ...files,
      environment: {
        ...neededBySystem(),
        GATEWAY_SCF_ENDPOINT: baseUrl,
        GATEWAY_METADATA_ENDPOINT: metadata.url,
      },
      clock,
      onLog: (line) => onLog(instanceId, line),
    });
    await gateway.start();
    return gateway;
  }

  return {
    start,
    async close() {
      await Promise.all([...running].map((machine) => machine.kill()));
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      process.off('exit', leaveNothing);
    },
  };
}

function requireLoopback(address: string): void {
  if (address.startsWith('127.')) return;
  throw new MachineError(
    `The machine's address is ${address}, and those of the local cloud's machines are in 127.0.0.0/8, so that functions reach them. ` +
      'To fix it: pulumi config rm machineNetwork, or pulumi config set machineNetwork 127.20.0.0/24',
  );
}

/** The one variable without which a program fails to open sockets, on Windows. */
function neededBySystem(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}
