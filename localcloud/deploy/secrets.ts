/**
 * How Pulumi marks a secret inside a resource's inputs. Mocked monitors get the marks; the
 * provider, in whose place we stand, gets plain values.
 */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Takes the secret marks off a value, at any depth. */
export function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unwrapSecrets);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (SIGNATURE in value && value[SIGNATURE] === SECRET && 'value' in value) {
    return unwrapSecrets(value.value);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, unwrapSecrets(inner)]),
  );
}
