import { ConfigurationError } from './configuration/configuration-error';
import type { Configuration } from './configuration/parse-configuration';
import { variableOf } from './configuration/settings';
import { startListener, type Listener, type ListenerOptions } from './listener';

type Serving = Pick<ListenerOptions, 'route' | 'tls'>;

export interface Listeners {
  readonly clients: Listener;
  readonly pushBacks: Listener;
}

/** Opens both ports. Rejects with ConfigurationError, and has then left none open. */
export async function listen(
  configuration: Configuration,
  serving: { readonly clients: Serving; readonly pushBacks: Serving },
): Promise<Listeners> {
  const clients = await open(configuration, 'listen', serving.clients);
  try {
    return { clients, pushBacks: await open(configuration, 'pushBackListen', serving.pushBacks) };
  } catch (error) {
    await clients.close();
    throw error;
  }
}

async function open(
  configuration: Configuration,
  name: 'listen' | 'pushBackListen',
  serving: Serving,
): Promise<Listener> {
  const { host, port } = configuration[name];
  try {
    return await startListener({ host, port, ...serving });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    // node:tls says so of a certificate or key that it cannot read.
    const isTls = code.startsWith('ERR_OSSL') || code.startsWith('ERR_TLS');
    const problem = isTls
      ? `tlsCertificate and tlsKey cannot be used (${code}).`
      : `${name} (${variableOf(name)}): port ${port} of ${host} cannot be opened (${code}).`;
    throw new ConfigurationError([problem], { cause });
  }
}
