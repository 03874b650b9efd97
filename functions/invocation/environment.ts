import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import { InvocationError } from './invocation-error';

const Filled = v.pipe(v.string(), v.nonEmpty());

const HttpUrl = v.pipe(
  v.string(),
  v.url(),
  v.transform((text) => new URL(text)),
  v.check((url) => url.protocol === 'http:' || url.protocol === 'https:'),
);

const RegistryEnvironmentSchema = v.object({
  /** Full name, with `-<APPID>`. */
  REGISTRY_BUCKET: v.pipe(v.string(), v.regex(/^[a-z0-9-]+-\d+$/)),
  REGISTRY_REGION: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  /** Where to connect to instead of the bucket's own host. */
  COS_ENDPOINT: v.optional(HttpUrl),
  // Temporary credentials of the function's role, which SCF sets (583/14570).
  TENCENTCLOUD_SECRETID: Filled,
  TENCENTCLOUD_SECRETKEY: Filled,
  TENCENTCLOUD_SESSIONTOKEN: Filled,
});

const PushBackEnvironmentSchema = v.object({ PUSH_BACK_URL: HttpUrl });

/** At most one of them: a shared token, or the key that JWTs are signed with. */
const AccessEnvironmentSchema = v.object({
  ACCESS_TOKEN: v.optional(Filled),
  ACCESS_JWT_KEY: v.optional(Filled),
});

export type RegistryEnvironment = v.InferOutput<typeof RegistryEnvironmentSchema>;
type PushBackEnvironment = v.InferOutput<typeof PushBackEnvironmentSchema>;
type AccessEnvironment = v.InferOutput<typeof AccessEnvironmentSchema>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** The function's environment lacks something, or has it in a form that cannot be used. */
export class EnvironmentError extends InvocationError {
  override readonly name = 'EnvironmentError';
  constructor(detail: string) {
    super(ErrNo.misconfigured, 'The chat is not set up completely; its log says more.', detail);
  }
}

/**
 * What the registry needs of the environment. To be read at every invocation, since SCF renews the
 * credentials. Throws EnvironmentError, which names the variables but never shows a value.
 */
export function parseRegistryEnvironment(environment: Environment): RegistryEnvironment {
  return parse(RegistryEnvironmentSchema, environment);
}

/** What push-back needs of the environment. Throws EnvironmentError, as above. */
export function parsePushBackEnvironment(environment: Environment): PushBackEnvironment {
  return parse(PushBackEnvironmentSchema, environment);
}

/** What access control needs of the environment. Throws EnvironmentError, as above. */
export function parseAccessEnvironment(environment: Environment): AccessEnvironment {
  return parse(AccessEnvironmentSchema, environment);
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Environment,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, environment);
  if (result.success) return result.output;
  const names = new Set(result.issues.map((issue) => v.getDotPath(issue) ?? 'environment'));
  const faults = [...names].map(
    (name) => `${name} is ${environment[name] ? 'malformed' : 'missing'}`,
  );
  throw new EnvironmentError(faults.join(', '));
}
