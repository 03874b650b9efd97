import * as v from 'valibot';
import { CamError, type CamErrorCode } from './cam-error';

/** What a policy allows or denies: patterns in which `*` stands for any text. */
export interface PolicyStatement {
  readonly effect: 'allow' | 'deny';
  /** e.g. `cos:PutObject` or `cos:*`, without the optional `name/` in front. */
  readonly actions: readonly string[];
  /** `*`, or six parts: `qcs:<project>:<service>:<region>:<account>:<resource>`. */
  readonly resources: readonly string[];
}

const TextOrTexts = v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]);
const Effect = v.picklist(['allow', 'deny']);
const Action = v.pipe(TextOrTexts, v.transform(toArray));

/** The grammar of a policy (598/10604); conditions are left out, see `parsePolicyDocument`. */
const PolicyDocument = v.strictObject({
  version: v.literal('2.0'),
  statement: v.pipe(
    v.array(
      v.strictObject({
        effect: Effect,
        action: v.pipe(
          Action,
          v.everyItem((action) => action === '*' || /^(name\/)?[\w-]+:[\w*]+$/.test(action)),
        ),
        resource: v.pipe(
          Action,
          v.everyItem((resource) => resource === '*' || /^qcs(:[^:]*){4}:.+$/.test(resource)),
        ),
      }),
    ),
    v.minLength(1),
  ),
});

/** Who may assume a role (598/19421). */
const TrustDocument = v.strictObject({
  version: v.literal('2.0'),
  statement: v.pipe(
    v.array(
      v.strictObject({
        effect: Effect,
        action: Action,
        principal: v.strictObject({
          service: v.optional(Action),
          qcs: v.optional(Action),
        }),
      }),
    ),
    v.minLength(1),
  ),
});

const CODE_OF_KEY: Readonly<Record<string, CamErrorCode>> = {
  version: 'InvalidParameter.VersionError',
  statement: 'InvalidParameter.StatementError',
  effect: 'InvalidParameter.EffectError',
  action: 'InvalidParameter.ActionError',
  resource: 'InvalidParameter.ResourceError',
  condition: 'InvalidParameter.ConditionError',
  principal: 'InvalidParameter.PrincipalError',
};

/**
 * The statements of a policy document. A condition is refused rather than ignored, because this
 * cloud does not evaluate any. Throws `CamError`.
 */
export function parsePolicyDocument(text: string): PolicyStatement[] {
  return parse(PolicyDocument, text).statement.map(({ effect, action, resource }) => ({
    effect,
    actions: action.map((name) => name.replace(/^name\//, '')),
    resources: resource,
  }));
}

/** The services that a trust document lets assume the role. Throws `CamError`. */
export function parseTrustedServices(text: string): string[] {
  return parse(TrustDocument, text)
    .statement.filter(({ effect }) => effect === 'allow')
    .flatMap(({ principal }) => principal.service ?? []);
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const message = 'The policy document is not JSON.';
    throw new CamError('InvalidParameter.PolicyDocumentError', message, { cause });
  }
  const parsed = v.safeParse(schema, json, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const keys = parsed.issues[0].path?.map(({ key }) => String(key)) ?? [];
  const key = keys.filter((name) => name in CODE_OF_KEY).at(-1);
  throw new CamError(
    CODE_OF_KEY[key ?? ''] ?? 'InvalidParameter.PolicyDocumentError',
    `The policy document is not valid at ${keys.join('.') || 'its top'}.`,
  );
}

function toArray(texts: string | string[]): string[] {
  return typeof texts === 'string' ? [texts] : texts;
}
