import type { ConnectionId } from '../../protocol/connection-id';
import type { RetryPorts } from '../http/send-with-retry';
import type { RegistryEnvironment } from '../invocation/environment';
import { cosErrorCode, openBucket, requireSuccess } from './cos-request';
import { REGISTRY_PREFIX } from '../../protocol/registry';
import { connectionIdOf, connectionKey } from './key';
import { parseListAnswer } from './list-answer';
import { listPages, type ListPage } from './list-pages';
import type { RegisteredConnection, Registry } from './registry';

/** COS gives no more at once (436/7734). */
const MAX_KEYS = 1_000;

interface AgedEntry {
  readonly key: string;
  readonly ageMs: number;
}

/** The registry in a COS bucket: one empty object a connection. */
export function createCosRegistry(environment: RegistryEnvironment, ports: RetryPorts): Registry {
  const send = openBucket(environment, ports);

  async function fetchPage(after: string | undefined): Promise<ListPage<AgedEntry>> {
    const query = new URLSearchParams({ prefix: REGISTRY_PREFIX, 'max-keys': MAX_KEYS.toString() });
    if (after !== undefined) query.set('marker', after);
    const response = await send('GET', `/?${query.toString()}`);
    requireSuccess('GET', response);

    const { entries, truncated } = parseListAnswer(response.body);
    // The age is taken by COS's own clock, so that a skewed one here does no harm.
    const serverTime = Date.parse(response.headers.date ?? '');
    const now = Number.isNaN(serverTime) ? ports.clock.now() : serverTime;
    return {
      entries: entries.map(({ key, lastModified }) => ({ key, ageMs: now - lastModified })),
      truncated,
    };
  }

  return {
    async add(id) {
      requireSuccess('PUT', await send('PUT', `/${connectionKey(id)}`));
    },

    async remove(id) {
      const response = await send('DELETE', `/${connectionKey(id)}`);
      // COS answers 204 for a key that is gone; 404 is what some stores of its kind answer.
      if (response.status === 404 && cosErrorCode(response.body) === 'NoSuchKey') return;
      requireSuccess('DELETE', response);
    },

    async list() {
      const connections = new Map<ConnectionId, RegisteredConnection>();
      for (const { key, ageMs } of await listPages(fetchPage)) {
        const id = connectionIdOf(key);
        if (id !== undefined) connections.set(id, { id, ageMs });
      }
      return [...connections.values()];
    },
  };
}
