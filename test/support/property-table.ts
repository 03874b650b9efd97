import { readFileSync } from 'node:fs';
import path from 'node:path';

interface PropertySpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly additionalProperties?: { readonly type?: string };
  readonly items?: { readonly type?: string };
}
interface ResourceSpec {
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs?: readonly string[];
}

/** Marks a secret inside recorded inputs; its value is what counts here. */
const SECRET_SIGNATURE = '4dabf18193072939515e22adb298388d';

const schema = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/tencentcloud-schema.json'), 'utf8'),
) as { readonly resources: Readonly<Record<string, ResourceSpec>> };

/**
 * What the provider's schema says against a resource's inputs: names it does not know, names it
 * requires, values of another type. Mocks check none of it.
 */
export function complaints(type: string, inputs: Readonly<Record<string, unknown>>): string[] {
  const spec = schema.resources[type];
  if (spec === undefined) {
    return [`${type} is not in the schema`];
  }
  return [
    ...Object.entries(inputs).flatMap(([name, value]) => {
      const property = spec.inputProperties[name];
      if (property === undefined) {
        return [`${type} has no property ${name}`];
      }
      return fits(property, unwrap(value))
        ? []
        : [
            `${type}.${name} is ${JSON.stringify(value)}, the schema wants ${property.type ?? 'an object'}`,
          ];
    }),
    ...(spec.requiredInputs ?? [])
      .filter((name) => inputs[name] === undefined)
      .map((name) => `${type} requires ${name}`),
  ];
}

/** Whether the provider can tag a resource of this type. */
export function takesTags(type: string): boolean {
  return schema.resources[type]?.inputProperties['tags'] !== undefined;
}

function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && SECRET_SIGNATURE in value
    ? (value as { readonly value?: unknown }).value
    : value;
}

function fits(spec: PropertySpec, value: unknown): boolean {
  switch (spec.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === spec.type;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(spec.items ?? {}, unwrap(item)));
    case 'object':
      return (
        isObject(value) &&
        Object.values(value).every((item) => fits(spec.additionalProperties ?? {}, unwrap(item)))
      );
    case undefined:
    default:
      return isObject(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
