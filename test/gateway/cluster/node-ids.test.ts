import { nodeIds, nodeOf, randomNodeName } from '../../../gateway/cluster/node-ids';
import { randomIds } from '../../../gateway/engine/ids';
import { toConnectionId } from '../../../protocol/connection-id';

describe('the ids of a gateway', () => {
  it('do not begin with a slash, on one node or on many', () => {
    for (let count = 0; count < 2_000; count += 1) {
      expect(randomIds.connectionId()).not.toMatch(/^\//);
      expect(nodeIds(randomNodeName()).connectionId()).not.toMatch(/^\//);
    }
  });
});

describe('the ids of a cluster', () => {
  it('name their node, and look like all others', () => {
    const node = randomNodeName();
    const ids = Array.from({ length: 1_000 }, () => nodeIds(node).connectionId());
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) {
      expect(nodeOf(id)).toBe(node);
      expect(id).toHaveLength(randomIds.connectionId().length);
    }
    expect(ids.some((id) => id.includes('+') || id.includes('/'))).toBe(true);
  });

  it.each(['', 'x', 'bm9ib2R5', 'AAAAAAAAAAAAAAAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAA=='])(
    'are not what %j is',
    (text) => {
      expect(nodeOf(toConnectionId(text || ' '))).toBeUndefined();
    },
  );
});
