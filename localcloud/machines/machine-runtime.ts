import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../gateway/engine/clock';
import { readAuthority, startCaddy, type RunningCaddy } from './caddy';
import { systemEnvironment } from '../system-environment';
import { fetchBundle } from './fetch-bundle';
import { MachineError, type MachineDefinition } from './machine';
import {
  startMetadataService,
  type IssuedCredentials,
  type MetadataService,
} from './metadata-service';
import { ProgramProcess } from './program-process';
import { readUserData, type MachineContent } from './read-user-data';

export interface MachineRuntimeOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Where this cloud is. */
  readonly baseUrl: string;
  /** Undefined when there is no such role. */
  issueCredentials(role: string): IssuedCredentials | undefined;
  /** Hears each line that a machine logs. */
  readonly onLog: (instanceId: string, line: string) => void;
}

/** Ends a program of Node.js when the cloud is gone: the cloud's end of the pipe closes then. */
const END_WITH_CLOUD =
  'data:text/javascript,process.stdin.on("end", () => process.exit(1)).resume().unref()';

/** A machine that runs. */
export interface RunningMachine {
  /** Ports that its programs listen on. */
  readonly ports: readonly number[];
  /** The processes of its programs. */
  readonly pids: readonly number[];
  /** Ends in good order, as when the power button is pressed. */
  stop(): Promise<void>;
  /** Ends at once, as when the plug is pulled. */
  kill(): Promise<void>;
}

/** Runs machines: of each the programs that its user data names, and nothing else. */
export interface MachineRuntime {
  /** Resolves once they are ready. Rejects with a MachineError, and has then left nothing. */
  start(definition: MachineDefinition): Promise<RunningMachine>;
  /** The certificate of the authority that signs those of machines, as PEM; none before the first. */
  authority(): Promise<Buffer | undefined>;
  /** Ends every machine at once and removes every file. */
  close(): Promise<void>;
}

/** Shared by all machines, so that a new one has the certificate of the one that it replaces. */
const CERTIFICATES = 'certificates';

/** A machine without a program that could be run here. */
const IDLE: RunningMachine = {
  ports: [],
  pids: [],
  stop: () => Promise.resolve(),
  kill: () => Promise.resolve(),
};

/** A runtime without machines; it needs no folder before the first one. */
export function createMachineRuntime(options: MachineRuntimeOptions): MachineRuntime {
  /** Made for the first machine: most clouds have none. */
  let folder: string | undefined;
  const running = new Set<RunningMachine>();

  function leaveNothing(): void {
    for (const pid of [...running].flatMap(({ pids }) => pids)) killIfThere(pid);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }

  function folderOf(name: string): string {
    if (folder === undefined) {
      folder = mkdtempSync(path.join(tmpdir(), 'scf-chat-machines-'));
      process.once('exit', leaveNothing);
    }
    return path.join(folder, name);
  }

  async function start(definition: MachineDefinition): Promise<RunningMachine> {
    const content = readUserData(definition.userData);
    if (content === undefined) return IDLE;
    requireLoopback(definition.address);
    const home = folderOf(definition.instanceId);
    const metadata = await serveMetadata(definition);
    const programs: ProgramProcess[] = [];
    const kill = async () => {
      await Promise.all(programs.map((program) => program.kill()));
      metadata.close();
      await rm(home, { recursive: true, force: true });
    };
    try {
      programs.push(await startGateway(definition, content, home, metadata));
      const caddy = await startCaddyOf(definition, content, home);
      if (caddy) programs.push(caddy.process);
      const machine: RunningMachine = {
        ports: [...content.ports, ...(caddy?.ports ?? [])],
        get pids() {
          return programs.flatMap(({ pid }) => pid ?? []);
        },
        async stop() {
          // Through Caddy the gateway says goodbye to its clients.
          for (const program of programs) await program.stop();
          await machine.kill();
        },
        async kill() {
          await kill();
          running.delete(machine);
        },
      };
      running.add(machine);
      return machine;
    } catch (error) {
      await kill();
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
  ): Promise<ProgramProcess> {
    const { baseUrl, region, clock, onLog } = options;
    const issued = options.issueCredentials(role);
    if (issued === undefined) throw new MachineError(`The machine's role ${role} does not exist.`);
    const { credentials } = issued;
    const code = await fetchBundle(bundle, { baseUrl, region, credentials });
    await mkdir(home, { mode: 0o700 });
    const files = {
      program: path.join(home, 'gateway.mjs'),
      configuration: path.join(home, 'gateway.json'),
    };
    await writeFile(files.program, code);
    await writeFile(files.configuration, configuration);
    await chmod(files.configuration, 0o600);
    const gateway = new ProgramProcess({
      name: 'gateway',
      command: process.execPath,
      args: ['--import', END_WITH_CLOUD, files.program, '--config', files.configuration],
      environment: {
        ...systemEnvironment(),
        GATEWAY_SCF_ENDPOINT: baseUrl,
        GATEWAY_METADATA_ENDPOINT: metadata.url,
      },
      clock,
      onLog: (line) => onLog(instanceId, line),
      // Its one line on standard output says where clients connect.
      untilReady: ({ stdout }) => (stdout ? once(stdout, 'data') : Promise.resolve()),
    });
    await gateway.start();
    return gateway;
  }

  async function startCaddyOf(
    { instanceId, address }: MachineDefinition,
    { caddyfile }: MachineContent,
    home: string,
  ): Promise<RunningCaddy | undefined> {
    if (caddyfile === undefined) return undefined;
    return startCaddy({
      caddyfile,
      address,
      home,
      storage: folderOf(CERTIFICATES),
      environment: systemEnvironment(),
      clock: options.clock,
      onLog: (line) => options.onLog(instanceId, line),
    });
  }

  return {
    start,
    async authority() {
      return folder === undefined ? undefined : readAuthority(path.join(folder, CERTIFICATES));
    },
    async close() {
      await Promise.all([...running].map((machine) => machine.kill()));
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      process.off('exit', leaveNothing);
    },
  };
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself, which this process has not been told yet.
  }
}

function requireLoopback(address: string): void {
  if (address.startsWith('127.')) return;
  throw new MachineError(
    `The machine's address is ${address}, and those of the local cloud's machines are in 127.0.0.0/8, so that functions reach them. ` +
      "To fix it: take the setting machineNetwork out of the stack's file, such as Pulumi.local.yaml, or set it to 127.20.0.0/24",
  );
}
