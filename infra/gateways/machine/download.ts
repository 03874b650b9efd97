/** What the machine fetches from elsewhere when it is installed. */
export interface Download {
  /** What it must be. */
  readonly sha256: string;
  readonly path: string;
  /** Where it is looked for, in this order: Tencent's own mirror, another in mainland China, its home. */
  readonly mirrors: readonly string[];
}
