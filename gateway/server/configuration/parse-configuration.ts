import * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import type { Credentials } from '../../invoke/metadata-credentials';
import { ConfigurationError } from './configuration-error';
import {
  SETTING_NAMES,
  SETTINGS,
  variableOf,
  type Setting,
  type SettingName,
  type Settings,
} from './settings';

/** Seconds: long enough for other nodes to take the clients in one after another. */
const DRAIN_TIME_AMONG_NODES = 5;

export interface Configuration extends Settings {
  readonly drainTime: number;
  /** From the environment; the settings name a CAM role instead, or call no SCF function. */
  readonly accessKey: Credentials | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigurationSources {
  /** YAML, of which JSON is a part. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
  /** Its variables go before the file. */
  readonly environment: Environment;
}

/** Whether a function is called by its URL; otherwise by its name in SCF. */
export function isUrl(target: string): boolean {
  return /^https?:/.test(target);
}

/** Throws ConfigurationError, which lists everything that is wrong. */
export function parseConfiguration(sources: ConfigurationSources): Configuration {
  const problems: string[] = [];
  const fromFile = readFile(sources, problems);
  const right = new Map<SettingName, unknown>();
  for (const name of SETTING_NAMES) {
    const { value, where } = find(name, fromFile, sources);
    const { schema, expected, secret }: Setting = SETTINGS[name];
    const result = v.safeParse(schema, value);
    if (result.success) {
      right.set(name, result.output);
    } else {
      const found =
        value === undefined
          ? 'is missing'
          : secret
            ? 'cannot be used'
            : `is ${JSON.stringify(value)}`;
      problems.push(`${where} ${found}: expected ${expected}.`);
    }
  }
  const settings = Object.fromEntries(right) as Settings;
  const accessKey = readAccessKey(sources.environment);
  problems.push(
    ...contradictions(settings, accessKey)
      .filter(({ between }) => between.every((name) => right.has(name)))
      .map(({ problem }) => problem),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  // Who is closed early by a node that is alone finds nobody to come back to until it is restarted.
  const drainTime = settings.redisUrl === undefined ? 0 : DRAIN_TIME_AMONG_NODES;
  return { ...settings, drainTime: settings.drainTime ?? drainTime, accessKey };
}

/** Variables that look like ours and are none, perhaps by a slip of the pen. */
export function unknownVariables(environment: Environment): string[] {
  const known = new Set(SETTING_NAMES.map(variableOf));
  return Object.keys(environment).filter((name) => name.startsWith('GATEWAY_') && !known.has(name));
}

type Values = Readonly<Record<string, unknown>>;

/** An empty file is null; a record alone would take an array, too. */
const FileContent = v.pipe(
  v.unknown(),
  v.check((content) => !Array.isArray(content)),
  v.nullable(v.record(v.string(), v.unknown())),
);

function readFile({ file }: ConfigurationSources, problems: string[]): Values {
  if (file === undefined) return {};
  let parsed: unknown;
  try {
    parsed = parseYaml(file.text);
  } catch (error) {
    problems.push(`${file.name} is not YAML: ${String(error).split('\n')[0] ?? ''}`);
    return {};
  }
  const values = v.safeParse(FileContent, parsed);
  if (!values.success) {
    problems.push(
      `${file.name} must hold settings by their names, such as "listen: 127.0.0.1:8080".`,
    );
    return {};
  }
  // Of what was read: a record leaves out names such as constructor.
  const unknown = Object.keys(parsed ?? {}).filter((name) => !Object.hasOwn(SETTINGS, name));
  problems.push(
    ...unknown.map(
      (name) => `${file.name}: ${name} is not a setting. There are: ${SETTING_NAMES.join(', ')}.`,
    ),
  );
  return values.output ?? {};
}

/** The value that counts, and how to name its place to whoever has to mend it. */
function find(
  name: SettingName,
  fromFile: Values,
  { file, environment }: ConfigurationSources,
): { readonly value: unknown; readonly where: string } {
  const variable = variableOf(name);
  const text = environment[variable];
  const { kind, default: fallback }: Setting = SETTINGS[name];
  if (text) return { value: fromText(kind, text), where: variable };
  const given = fromFile[name];
  if (file && given !== undefined) return { value: given, where: `${file.name}: ${name}` };
  return { value: fallback, where: `${name} (${variable})` };
}

function fromText(kind: Setting['kind'], text: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
  }
}

/** The names that the Terraform provider has for them. */
function readAccessKey(environment: Environment): Credentials | undefined {
  const secretId = environment['TENCENTCLOUD_SECRET_ID'];
  const secretKey = environment['TENCENTCLOUD_SECRET_KEY'];
  const token = environment['TENCENTCLOUD_SECURITY_TOKEN'];
  return secretId && secretKey ? { secretId, secretKey, ...(token && { token }) } : undefined;
}

interface Contradiction {
  /** It means nothing unless each of these is right by itself. */
  readonly between: readonly SettingName[];
  readonly problem: string;
}

/** What is wrong with settings that are right one by one; those that are not are undefined here. */
function contradictions(
  settings: Partial<Settings>,
  accessKey: Credentials | undefined,
): Contradiction[] {
  const { register, transport, cleanup, listen, pushBackListen } = settings;
  const usesScf = [register, transport, cleanup].some(
    (target) => target !== undefined && !isUrl(target),
  );
  const isSamePort =
    listen?.host === pushBackListen?.host &&
    listen?.port === pushBackListen?.port &&
    listen?.port !== 0;
  return [
    usesScf &&
      settings.scfRegion === undefined && {
        between: ['scfRegion'] as const,
        problem: `scfRegion (${variableOf('scfRegion')}) is missing: functions that are named, and not given as a URL, are called in SCF.`,
      },
    usesScf &&
      settings.camRole === undefined &&
      accessKey === undefined && {
        between: ['camRole'] as const,
        problem: `There are no credentials to call SCF with: set camRole (${variableOf('camRole')}) to the role of this machine, or TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.`,
      },
    (settings.tlsCertificate === undefined) !== (settings.tlsKey === undefined) && {
      between: ['tlsCertificate', 'tlsKey'] as const,
      problem: 'tlsCertificate and tlsKey belong together: one of them is missing.',
    },
    isSamePort && {
      between: ['listen', 'pushBackListen'] as const,
      problem:
        'listen and pushBackListen name the same port: clients must not reach the one of the functions.',
    },
  ].filter((contradiction) => contradiction !== false);
}
