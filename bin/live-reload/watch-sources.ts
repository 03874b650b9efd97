import { watch } from 'chokidar';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** What the program is made of: saved changes of it can be live without a restart. */
const PROGRAM = ['functions', 'protocol', 'web', 'infra', 'index.ts', 'Pulumi.yaml'];
/** What `npm start` itself runs on. */
const RUNNING = ['bin', 'gateway', 'localcloud'];
/** Swap and backup files of editors. */
const NOT_SOURCES = /(^|[\\/])\.[^\\/]+$|~$|\.(swp|tmp|bak)$/;

/** Editors and formatters write in bursts; what comes within this many milliseconds is one change. */
const BURST_MS = 60;

export interface SourceListener {
  /** A file of the program, relative to the root, has changed. */
  programChanged(file: string): void;
  /** Nothing more of it has changed for a moment. */
  burstEnded(): void;
  /** A file, relative to the root, that only a restart would take up. */
  runningCodeChanged(file: string): void;
  /** Nothing more will be heard: the system has no more watches to give, say. */
  failed(error: Error): void;
}

export interface SourceWatch {
  /** Once every change is heard. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Watches the project's sources by the system's own events, without polling. */
export function watchSources(root: string, stack: string, listener: SourceListener): SourceWatch {
  const all = [...PROGRAM, ...RUNNING, `Pulumi.${stack}.yaml`];
  // chokidar is ready too early where one of them is missing.
  const there = all.filter((name) => existsSync(path.join(root, name)));
  const watcher = watch(there, {
    cwd: root,
    ignoreInitial: true,
    ignored: (file) => NOT_SOURCES.test(path.relative(root, file)),
  });
  let burst: NodeJS.Timeout | undefined;
  watcher.on('all', (_event, file) => {
    if (RUNNING.includes(file.split(path.sep)[0] ?? '')) {
      listener.runningCodeChanged(file);
      return;
    }
    listener.programChanged(file);
    clearTimeout(burst);
    burst = setTimeout(() => listener.burstEnded(), BURST_MS);
  });
  watcher.on('error', (error) => {
    listener.failed(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    ready: new Promise((resolve) => watcher.once('ready', resolve)),
    async close() {
      clearTimeout(burst);
      await watcher.close();
    },
  };
}
