import * as v from 'valibot';

const OutputsSchema = v.object({
  wsUrl: v.string(),
  page: v.string(),
  bucket: v.string(),
  functions: v.object({ register: v.string(), transport: v.string(), cleanup: v.string() }),
  pushBackUrl: v.string(),
});

/** What the program says of where everything is. */
export type Outputs = v.InferOutput<typeof OutputsSchema>;

/** Throws when they are not those of our program. */
export function parseOutputs(outputs: unknown): Outputs {
  return v.parse(OutputsSchema, outputs);
}
