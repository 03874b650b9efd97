import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

/** The project in a folder of its own, for runs that write into it and tests that change it. */
export class ProjectCopy {
  private constructor(readonly root: string) {}

  /** Enough of the project to run the program. */
  static ofProgram(): Promise<ProjectCopy> {
    return ProjectCopy.of(PROGRAM);
  }

  /** Enough of the project to run its command, too. */
  static ofProject(): Promise<ProjectCopy> {
    return ProjectCopy.of([...PROGRAM, ...COMMAND]);
  }

  private static async of(sources: readonly string[]): Promise<ProjectCopy> {
    const root = await mkdtemp(path.join(tmpdir(), 'copy-of-scf-chat-'));
    await Promise.all(
      sources.map((name) => cp(path.join(ROOT, name), path.join(root, name), { recursive: true })),
    );
    await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    return new ProjectCopy(root);
  }

  /** Saves a file with another text. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    const edited = path.join(this.root, file);
    await writeFile(edited, change(await readFile(edited, 'utf8')));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
