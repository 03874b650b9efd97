/** The three functions of a chat behind a URL each, with a registry in memory. */
export interface FunctionsProgram {
  /** Where register, transport and cleanup are: the URL and their names behind it. */
  listen(): Promise<{ readonly url: string }>;
  /** Where transport pushes to from now on; its query says whether in batches. */
  pushTo(pushBackUrl: string): Promise<void>;
}
