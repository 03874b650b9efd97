/** What every command needs to know about where it runs. */
export interface CommandContext {
  /** The project's root. */
  readonly root: string;
  /** Loads a TypeScript file of the project and gives its exports. */
  readonly loadTypeScript: (file: string) => unknown;
  /** The source map of a file that it has loaded, as JSON with sources relative to the root. */
  readonly sourceMapOf: (file: string) => string | undefined;
}
