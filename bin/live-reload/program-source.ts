import path from 'node:path';
import { readProjectConfig } from '../../localcloud/deploy/project-config';
import type { ResourceTypesOptions } from '../../localcloud/deploy/resource-types';
import type { Program } from '../../localcloud/deploy/run-program';
import type { CommandContext } from '../context';
import { placeInSources } from '../source-places/place-in-sources';

/** What the program reads anew each time it runs, and does not consist of. */
const READ_BY_PROGRAM = ['functions', 'web'];

type ProjectProgram = (onPage: (html: string) => void) => unknown;

/** The project's program with a stack's settings, to be run as often as something changes. */
export class ProgramSource {
  private loaded: { readonly module: unknown } | undefined;

  private builtPage: string | undefined;

  constructor(
    private readonly context: CommandContext,
    private readonly stack: string,
  ) {}

  get root(): string {
    return this.context.root;
  }

  /** HTML of the page that the program has built last; a file may be another chat's by now. */
  get page(): string | undefined {
    return this.builtPage;
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
        const { module } = this.loaded;
        return typeof module === 'function' ? () => this.run(module as ProjectProgram) : module;
      },
    };
  }

  /** Names the places in sources that an error of the program is about. */
  placeInSources(stack: string): string {
    return placeInSources(stack, this.context.sourceMapOf);
  }

  private run(program: ProjectProgram): unknown {
    return program((html) => {
      this.builtPage = html;
    });
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
