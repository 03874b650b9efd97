import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './program-under-mocks';

/** All that the program is made of. */
const PROGRAM = [
  'Pulumi.local.yaml',
  'Pulumi.yaml',
  'functions',
  'index.ts',
  'infra',
  'package.json',
  'protocol',
  'tsconfig.json',
  'web',
];
/** All that the command takes besides. */
const COMMAND = [
  'Pulumi.dev.yaml',
  'bench',
  'bin',
  'gateway',
  'localcloud',
  'sdks',
  'test/support',
];

/** The project in a folder of its own, since each run writes into its `dist/` and `.scf-chat/`. */
export interface ProjectCopy {
  readonly root: string;
  remove(): Promise<void>;
}

/** Enough of the project to run the program. */
export function copyProgram(): Promise<ProjectCopy> {
  return copy(PROGRAM);
}

/** Enough of the project to run its command, too. */
export function copyProject(): Promise<ProjectCopy> {
  return copy([...PROGRAM, ...COMMAND]);
}

async function copy(sources: readonly string[]): Promise<ProjectCopy> {
  const root = await mkdtemp(path.join(tmpdir(), 'copy-of-scf-chat-'));
  await Promise.all(
    sources.map((name) => cp(path.join(ROOT, name), path.join(root, name), { recursive: true })),
  );
  await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
