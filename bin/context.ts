/** What every command needs to know about where it runs. */
export interface CommandContext {
  /** The project's root. */
  readonly root: string;
  /** Loads a TypeScript file of the project and gives its exports. */
  readonly loadTypeScript: (file: string) => unknown;
}
