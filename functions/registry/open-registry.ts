import { sendHttp } from '../http/node-http';
import { parseRegistryEnvironment } from '../invocation/environment';
import type { Invocation } from '../invocation/run-invocation';
import { createCosRegistry } from './cos-registry';
import type { Registry } from './registry';

/** The registry that the function's environment names. Throws EnvironmentError. */
export function openRegistry({ clock, deadline }: Invocation): Registry {
  const environment = parseRegistryEnvironment(process.env);
  return createCosRegistry(environment, { send: sendHttp, clock, deadline, random: Math.random });
}
