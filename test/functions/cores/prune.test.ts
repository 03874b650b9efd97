import { prune, PRUNE_GRACE_MS } from '../../../functions/cores/prune';
import { toConnectionId } from '../../../protocol/connection-id';
import { InMemoryRegistry } from '../../support/in-memory-registry';
import { SkippingClock } from '../../support/skipping-clock';

const AGES = { joiner: PRUNE_GRACE_MS, stale: PRUNE_GRACE_MS + 1 };
const REFUSED = Object.entries(AGES).map(([id, ageMs]) => ({ id: toConnectionId(id), ageMs }));

describe('pruning', () => {
  it('removes what is older than 60 s and spares what is just 60 s old', async () => {
    const registry = new InMemoryRegistry(AGES);
    const result = await prune(REFUSED, registry, new SkippingClock().deadlineIn(1000));
    expect(registry.ids).toEqual(['joiner']);
    expect(result).toEqual({ pruned: 1, pruneFailed: 0 });
  });

  it('removes nothing once the time is up', async () => {
    const registry = new InMemoryRegistry(AGES);
    const result = await prune(REFUSED, registry, new SkippingClock().deadlineIn(0));
    expect(registry.calls).toEqual([]);
    expect(result).toEqual({ pruned: 0, pruneFailed: 0 });
  });

  it('counts what the registry could not remove', async () => {
    const registry = new InMemoryRegistry(AGES);
    registry.broken = true;
    const result = await prune(REFUSED, registry, new SkippingClock().deadlineIn(1000));
    expect(result).toEqual({ pruned: 0, pruneFailed: 1 });
  });
});
