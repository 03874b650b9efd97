import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { CommandError } from '../command-error';

const Scalar = v.union([v.string(), v.number(), v.boolean()]);
/** Of Pulumi.yaml, which may say more of a setting than its value. */
const Declared = v.looseObject({ value: v.optional(Scalar), default: v.optional(Scalar) });
const Encrypted = v.looseObject({ secure: v.string() });
const File = v.looseObject({
  name: v.optional(v.string(), ''),
  config: v.nullish(v.record(v.string(), v.unknown())),
  encryptionsalt: v.nullish(v.string(), ''),
});

/** A stack's settings as they are written down, without opening what is encrypted. */
export interface StackSettings {
  readonly project: string;
  /** Keys with their namespace, values as text. An encrypted one has its default, if there is one. */
  readonly plain: Readonly<Record<string, string>>;
  /** Keys of those that are encrypted. */
  readonly encrypted: ReadonlySet<string>;
  /** What the stack's file has of its passphrase; empty until Pulumi has first used the stack. */
  readonly encryptionSalt: string;
}

/**
 * Reads Pulumi.yaml and, where there is one, Pulumi.<stack>.yaml, whose values win.
 *
 * @throws CommandError when one of them is no YAML
 */
export function readStackSettings(root: string, stack: string): StackSettings {
  const [{ name: project, config: defaults }, { config: own, encryptionsalt: encryptionSalt }] = [
    readFile(root, 'Pulumi.yaml'),
    readFile(root, `Pulumi.${stack}.yaml`),
  ];
  const entries = [...Object.entries(defaults ?? {}), ...Object.entries(own ?? {})].map(
    ([key, value]) => [key.includes(':') ? key : `${project}:${key}`, value] as const,
  );
  const plain = entries.flatMap(([key, value]) => {
    const text = textOf(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  const encrypted = entries.filter(([, value]) => v.is(Encrypted, value)).map(([key]) => key);
  return {
    project,
    plain: Object.fromEntries(plain),
    encrypted: new Set(encrypted),
    encryptionSalt,
  };
}

function textOf(value: unknown): string | undefined {
  const declared = v.is(Declared, value) ? (value.value ?? value.default) : value;
  return v.is(Scalar, declared) ? String(declared) : undefined;
}

function readFile(root: string, name: string): v.InferOutput<typeof File> {
  const file = path.join(root, name);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  try {
    return v.parse(File, parse(text) ?? {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trimEnd() : String(cause);
    throw new CommandError(`${name} cannot be read. Nothing was changed.\n${reason}`, { cause });
  }
}
