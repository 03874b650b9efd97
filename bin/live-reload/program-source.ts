import path from 'node:path';
import { readProjectConfig } from '../../localcloud/deploy/project-config';
import type { ResourceTypesOptions } from '../../localcloud/deploy/resource-types';
import type { Program } from '../../localcloud/deploy/run-program';
import type { CommandContext } from '../context';

/** What the program reads anew each time it runs, and does not consist of. */
const READ_BY_PROGRAM = ['functions', 'web'];

/** The project's program with a stack's settings, to be run as often as something changes. */
export class ProgramSource {
  private loaded: { readonly module: unknown } | undefined;

  constructor(
    private readonly context: CommandContext,
    private readonly stack: string,
  ) {}

  get root(): string {
    return this.context.root;
  }

  /** With the settings that are on disk now. */
  async read(): Promise<Program & ResourceTypesOptions> {
    const { root, loadTypeScript } = this.context;
    const { project, config } = await readProjectConfig(root, this.stack);
    return {
      root,
      project,
      stack: this.stack,
      config,
      load: () => {
        this.loaded ??= { module: loadTypeScript(path.join(root, 'index.ts')) };
        return this.loaded.module;
      },
    };
  }

  /** Takes note that a file, relative to the root, is another one now. */
  changed(file: string): void {
    if (!READ_BY_PROGRAM.includes(file.split(path.sep)[0] ?? '')) this.forget();
  }

  /** Loads the program's own sources again when it is read next. */
  forget(): void {
    this.loaded = undefined;
  }
}
