/** Texts by name that outlive the page; where the browser keeps none, nothing is kept. */
export interface PageStorage {
  /** Null where nothing is kept. */
  read(name: string): string | null;
  /** What cannot be kept leaves nothing of that name. */
  write(name: string, text: string): void;
}
