import path from 'node:path';
import { readProjectConfig } from '../../localcloud/deploy/project-config';
import type { ResourceTypesOptions } from '../../localcloud/deploy/resource-types';
import type { Program } from '../../localcloud/deploy/run-program';
import type { CommandContext } from '../context';
import type { GatewayKind } from '../reporters/reporter';
import { placeInSources } from '../source-places/place-in-sources';

/** What the program reads anew each time it runs, and does not consist of. */
const READ_BY_PROGRAM = ['functions', 'web'];

/** The program, and what it tells whoever runs it in this process. */
type ProjectProgram = (listener: {
  readonly onPage: (html: string) => void;
  readonly onWarning: (text: string) => void;
}) => unknown;

/** The project's program with a stack's settings, to be run as often as something changes. */
export class ProgramSource {
  private loaded: { readonly module: unknown } | undefined;

  /** What the settings that were read last say of it. */
  gateway: GatewayKind = 'api-gateway';
  private builtPage: string | undefined;
  private readonly warned = new Set<string>();

  constructor(
    private readonly context: CommandContext,
    private readonly stack: string,
    /** Hears once of each thing that the program warns of. */
    private readonly onWarning: (text: string) => void,
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
    this.gateway = gatewayOf(config[`${project}:gateway`]);
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
    return program({
      onPage: (html) => {
        this.builtPage = html;
      },
      onWarning: (text) => {
        if (!this.warned.has(text)) this.onWarning(text);
        this.warned.add(text);
      },
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

/** The program itself refuses any other value. */
function gatewayOf(setting: string | undefined): GatewayKind {
  return setting === 'machine' || setting === 'external' ? setting : 'api-gateway';
}
