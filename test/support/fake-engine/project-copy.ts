import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../program-under-mocks';

/** All that the program is made of. */
const SOURCES = [
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

/** The project in a folder of its own, since each run of the program writes into its `dist/`. */
export interface ProjectCopy {
  readonly root: string;
  remove(): Promise<void>;
}

export async function copyProject(): Promise<ProjectCopy> {
  const root = await mkdtemp(path.join(tmpdir(), 'copy-of-scf-chat-'));
  await Promise.all(
    SOURCES.map((name) => cp(path.join(ROOT, name), path.join(root, name), { recursive: true })),
  );
  await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return { root, remove: () => rm(root, { recursive: true }) };
}
