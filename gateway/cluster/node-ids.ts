import { randomBytes, randomUUID } from 'node:crypto';
import { toConnectionId, type ConnectionId } from '../../protocol/connection-id';
import { randomIdBytes, type IdSource } from '../engine/ids';

/** The name of one node for as long as it runs: 8 hex digits. */
export type NodeName = string;

/** Enough that no two nodes of a cluster get the same. */
const NODE_BYTES = 4;
/** The rest of the 128 bits of an id (583/32553): more than anybody can guess. */
const RANDOM_BYTES = 12;
const ID = /^[+/0-9A-Za-z]{22}==$/;

/** A name for a node that starts. */
export function randomNodeName(): NodeName {
  return randomIdBytes(NODE_BYTES).toString('hex');
}

/**
 * Ids that name the node that holds the connection, so that any node can tell whom to ask without
 * looking anything up. They look like all others: 24 characters of base64.
 */
export function nodeIds(node: NodeName): IdSource {
  const prefix = Buffer.from(node, 'hex');
  return {
    connectionId: () =>
      toConnectionId(Buffer.concat([prefix, randomBytes(RANDOM_BYTES)]).toString('base64')),
    requestId: () => randomUUID(),
  };
}

/** The node that an id names; undefined where it cannot be one of ours. */
export function nodeOf(id: ConnectionId): NodeName | undefined {
  if (!ID.test(id)) return undefined;
  return Buffer.from(id, 'base64').subarray(0, NODE_BYTES).toString('hex');
}
