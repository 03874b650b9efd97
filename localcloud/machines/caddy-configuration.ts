import * as v from 'valibot';
import { MachineError } from './machine';

/** Caddy's configuration as `caddy adapt` writes it, as far as it matters here. */
const Configuration = v.looseObject({
  apps: v.looseObject({
    http: v.looseObject({
      http_port: v.number(),
      servers: v.record(
        v.string(),
        v.looseObject({
          listen: v.array(v.pipe(v.string(), v.regex(/^[\d.]+:\d{1,5}$/))),
          routes: v.array(
            v.looseObject({ match: v.array(v.looseObject({ host: v.array(v.string()) })) }),
          ),
        }),
      ),
    }),
  }),
});

/** What Caddy does here for a machine. */
export interface CaddySite {
  /** The configuration to run, as JSON. */
  readonly configuration: string;
  /** The name that it has a certificate for. */
  readonly domain: string;
  /** Where it speaks TLS, and where it leads clients there who do not. */
  readonly ports: { readonly tls: number; readonly plain: number };
}

/**
 * Makes a machine's Caddy run here. It stays as it is, but for two things: certificates come from
 * an authority of this cloud's own, since none out there can reach it, and are kept in a folder.
 *
 * @param adapted what `caddy adapt` has made of the Caddyfile
 * @param address of the machine, the only one that it may listen on
 * @throws MachineError when it would listen elsewhere, or for another number of names than one
 */
export function localCaddySite(adapted: string, address: string, storage: string): CaddySite {
  const parsed = v.safeParse(Configuration, JSON.parse(adapted));
  const servers = parsed.success ? Object.values(parsed.output.apps.http.servers) : [];
  const [listen, ...more] = servers.flatMap((server) => server.listen);
  const [domain, ...others] = servers.flatMap(({ routes }) =>
    routes.flatMap(({ match }) => match.flatMap(({ host }) => host)),
  );
  const isOne = more.length === 0 && others.length === 0;
  if (!parsed.success || listen?.startsWith(`${address}:`) !== true || !domain || !isOne) {
    throw new MachineError(
      `The Caddyfile in the user data is not what the local cloud can run: one site, on ports of ${address} that it names itself.`,
    );
  }
  const { apps } = parsed.output;
  const local = {
    ...parsed.output,
    storage: { module: 'file_system', root: storage },
    apps: {
      ...apps,
      tls: { automation: { policies: [{ issuers: [{ module: 'internal' }] }] } },
      pki: { certificate_authorities: { local: { install_trust: false } } },
    },
  };
  return {
    configuration: JSON.stringify(local),
    domain,
    ports: { tls: Number(listen.split(':')[1]), plain: apps.http.http_port },
  };
}
