/** What a program can be asked to do: each operation by its name, with one input and one result. */
export type Operations<Program> = {
  readonly [Name in keyof Program]: (input: never) => Promise<unknown>;
};

export type InputOf<Operation> = Operation extends (input: infer Input) => unknown ? Input : never;
export type ResultOf<Operation> = Operation extends (input: never) => Promise<infer Result>
  ? Result
  : never;

export interface Request<Name> {
  readonly number: number;
  readonly operation: Name;
  readonly input: unknown;
}

export type Answer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly error: string };
