import { parseAccessEnvironment } from '../invocation/environment';
import type { Invocation } from '../invocation/run-invocation';
import { openAccess, type Access } from './access';
import { jsonWebToken } from './json-web-token';
import { sharedToken } from './shared-token';

/** The access control that the function's environment asks for. Throws EnvironmentError. */
export function accessFromEnvironment({ clock }: Pick<Invocation, 'clock'>): Access {
  const { ACCESS_TOKEN, ACCESS_JWT_KEY } = parseAccessEnvironment(process.env);
  if (ACCESS_TOKEN !== undefined) return sharedToken(ACCESS_TOKEN);
  return ACCESS_JWT_KEY === undefined ? openAccess : jsonWebToken(ACCESS_JWT_KEY, clock);
}
