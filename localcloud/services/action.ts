import * as v from 'valibot';
import { ActionError } from './action-error';

/**
 * One action of API 3.0: takes the request's JSON, returns what stands beside `RequestId`, which it
 * may choose where something is found by it later.
 */
export type Action = (input: unknown) => object | Promise<object>;

/** A product of API 3.0 in its one version. */
export interface ApiService {
  /** The first label of its endpoint, e.g. `scf` of `scf.tencentcloudapi.com`. */
  readonly product: string;
  /** The product's name in CAM policies, where it is another. */
  readonly nameInPolicies?: string;
  /** e.g. `2018-04-16`. */
  readonly version: string;
  /** Whether its resources belong to a region, so that a call must name this cloud's. */
  readonly regional: boolean;
  /** What an action is about, written as in policies; absent where policies name only `*`. */
  readonly resourceOf?: (action: string, input: unknown) => string | undefined;
  readonly actions: Readonly<Record<string, Action>>;
}

/** Schemas that ask for certain values of a type and not for the type alone. */
const VALUE_SCHEMAS = ['literal', 'picklist'];

/**
 * An action whose input has the form of `schema`. Anything else is answered with the common codes
 * UnknownParameter, MissingParameter, InvalidParameter or InvalidParameterValue.
 */
export function defineAction<const Schema extends v.GenericSchema>(
  schema: Schema,
  run: (input: v.InferOutput<Schema>) => object | Promise<object>,
): Action {
  return (input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw new ActionError('InvalidParameter', 'The request is not a JSON object.');
    }
    const parsed = v.safeParse(schema, input, { abortEarly: true });
    if (!parsed.success) throw parameterError(parsed.issues[0]);
    return run(parsed.output);
  };
}

function parameterError(issue: v.BaseIssue<unknown>): ActionError {
  const name = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  if (issue.kind === 'schema' && issue.expected === 'never') {
    return new ActionError('UnknownParameter', `The parameter \`${name}\` is not recognized.`);
  }
  if (issue.kind === 'schema' && issue.received === 'undefined') {
    const message = `The request is missing a required parameter \`${name}\`.`;
    return new ActionError('MissingParameter', message);
  }
  const isOfType = issue.kind !== 'schema' || VALUE_SCHEMAS.includes(issue.type);
  return new ActionError(
    isOfType ? 'InvalidParameterValue' : 'InvalidParameter',
    `The parameter \`${name}\` is not valid: ${expectation(issue)}.`,
  );
}

/** What was expected. What was received is left out, since it may be a secret. */
function expectation(issue: v.BaseIssue<unknown>): string {
  return issue.expected === null ? `not ${issue.type}` : `expected ${issue.expected}`;
}
