import { runtime } from '@pulumi/pulumi';
import { Struct, type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import { unwrapSecrets } from '../../../localcloud/deploy/secrets';

/** A resource's inputs or outputs; secrets in it carry Pulumi's marks unless called plain. */
export type Properties = Readonly<Record<string, unknown>>;

/** Properties as they travel. */
export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

export function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** The same without marks, as providers get it. */
export function plain(properties: Properties): Properties {
  return unwrapSecrets(properties) as Properties;
}

/**
 * The outputs with the marks that the engine adds, since a provider gets and gives plain values:
 * what is a secret among the inputs is one among the outputs, and so are the named outputs.
 */
export function markSecrets(
  outputs: Properties,
  inputs: Properties,
  named: readonly string[] = [],
): Properties {
  return mapValues(outputs, (value, name) =>
    named.includes(name) ? secret(value) : markedLike(value, inputs[name]),
  );
}

/** The same with nothing where the secrets were, as the command line shows it. */
export function withoutSecrets(value: unknown): unknown {
  if (runtime.isRpcSecret(value)) {
    return '[secret]';
  }
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  return isRecord(value) ? mapValues(value, withoutSecrets) : value;
}

function markedLike(value: unknown, like: unknown): unknown {
  if (runtime.isRpcSecret(like)) {
    return secret(value);
  }
  return isRecord(value) && isRecord(like)
    ? mapValues(value, (inner, name) => markedLike(inner, like[name]))
    : value;
}

function secret(value: unknown): unknown {
  return { [runtime.specialSigKey]: runtime.specialSecretSig, value };
}

function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(
  properties: Properties,
  change: (value: unknown, name: string) => unknown,
): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, change(value, name)]),
  );
}
