import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './program-under-mocks';

/** What a copy can do without, or gets as a link. */
const NOT_COPIED = ['.git', '.scf-chat', 'coverage', 'dist', 'docs', 'node_modules', 'test'];
const LINKED = ['node_modules', 'test'];

/** The project in a folder of its own, command included, for tests that change its sources. */
export class CommandCopy {
  private constructor(readonly root: string) {}

  static async make(): Promise<CommandCopy> {
    const root = await mkdtemp(path.join(tmpdir(), 'copy-of-scf-chat-'));
    const names = (await readdir(ROOT)).filter((name) => !NOT_COPIED.includes(name));
    await Promise.all([
      ...names.map((name) => cp(path.join(ROOT, name), path.join(root, name), { recursive: true })),
      ...LINKED.map((name) => symlink(path.join(ROOT, name), path.join(root, name))),
    ]);
    return new CommandCopy(root);
  }

  /** Saves a file with another text. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    const edited = path.join(this.root, file);
    await writeFile(edited, change(await readFile(edited, 'utf8')));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}
