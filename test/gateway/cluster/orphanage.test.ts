import { setImmediate as macrotask } from 'node:timers/promises';
import { Orphanage } from '../../../gateway/cluster/orphanage';
import { toConnectionId } from '../../../protocol/connection-id';
import { FakeClock } from '../../support/fake-clock';
import { Gate } from '../../support/gate';
import { InMemoryClusterHub } from '../../support/in-memory-cluster-hub';

const IDS = Array.from({ length: 100 }, (_, at) => toConnectionId(`orphan ${at}`));

describe('the clean-up after a lost node', () => {
  it('is left to the others by a node that stops, but for what it has taken', async () => {
    const hub = new InMemoryClusterHub(new FakeClock());
    const store = hub.store('one');
    await store.beat('two', 1);
    await store.add('two', IDS);
    const cleanup = new Gate();
    const orphanage = new Orphanage({
      store,
      cleanUp: () => cleanup.enter(),
      onDone: () => undefined,
    });
    void orphanage.cleanUpAfter('two');
    await macrotask();
    const taken = cleanup.waiting;
    let hasStopped = false;
    const stopped = orphanage.stop().then(() => {
      hasStopped = true;
    });
    await macrotask();
    expect([taken > 0, hasStopped]).toEqual([true, false]);

    cleanup.release();
    await stopped;
    await orphanage.cleanUpAfter('two');
    expect(cleanup.entered).toBe(taken);
    expect(await store.takeOrphans('two', IDS.length)).toHaveLength(IDS.length - taken);
    expect(hub.nodes).toContain('two');
  });
});
