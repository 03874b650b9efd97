import * as v from 'valibot';
import { parse } from 'yaml';
import { MachineError } from './machine';

/** What the user data of a gateway's machine names: programs and their configuration. */
export interface MachineContent {
  /** The text of gateway.json. */
  readonly configuration: string;
  /** Ports that the configuration lets the program listen on. */
  readonly ports: readonly number[];
  readonly bundle: { readonly url: string; readonly sha256: string };
  /** The text of Caddy's configuration, where Caddy speaks TLS for the gateway. */
  readonly caddyfile: string | undefined;
}

const CONFIGURATION_FILE = '/etc/scf-chat/gateway.json';
const BUNDLE_FILE = '/etc/scf-chat/bundle.json';
const CADDY_FILE = '/etc/scf-chat/Caddyfile';

const CloudConfig = v.looseObject({
  write_files: v.array(v.looseObject({ path: v.string(), content: v.string() })),
});
const Bundle = v.looseObject({
  url: v.pipe(v.string(), v.url()),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const ListenAddress = v.pipe(v.string(), v.regex(/^[^:]+:\d{1,5}$/));
const Configuration = v.looseObject({ listen: ListenAddress, pushBackListen: ListenAddress });

/**
 * Reads which bundle and which configuration the user data names. It is only read: nothing of it
 * is ever run here. Undefined when it names none, as of a machine that is for something else.
 *
 * @param userData in base64
 * @throws MachineError when it names them in a way that cannot be used
 */
export function readUserData(userData: string): MachineContent | undefined {
  const text = Buffer.from(userData, 'base64').toString();
  const config = v.safeParse(CloudConfig, parseOrNothing(text));
  if (!text.startsWith('#cloud-config\n') || !config.success) return undefined;
  const contentOf = (name: string) =>
    config.output.write_files.find(({ path }) => path === name)?.content;
  const configuration = contentOf(CONFIGURATION_FILE);
  const bundle = contentOf(BUNDLE_FILE);
  if (configuration === undefined || bundle === undefined) return undefined;
  const { listen, pushBackListen } = read(Configuration, configuration, CONFIGURATION_FILE);
  return {
    configuration,
    ports: [listen, pushBackListen].map((address) => Number(address.split(':')[1])),
    bundle: read(Bundle, bundle, BUNDLE_FILE),
    caddyfile: contentOf(CADDY_FILE),
  };
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  name: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseOrNothing(text));
  if (parsed.success) return parsed.output;
  throw new MachineError(`${name} in the user data is not what the local cloud can run.`);
}

function parseOrNothing(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
