import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { runTool } from '../run-tool';

export interface ConformanceFlags {
  readonly ws?: string;
  readonly pushBack?: string;
  readonly functionsPort?: number;
  readonly functionsHost?: string;
  readonly idleTimeout?: number;
  readonly refusalStatus?: number;
  readonly unknownStatus?: number;
  readonly cleanupAfter?: readonly string[];
  readonly cloud?: string;
}

/** The suites of each kind of target, as patterns of paths. */
const GATEWAY_SUITES = 'test/conformance/(handshake|messages|closing|push-back)\\.test';
const CLOUD_SUITES = 'test/conformance/(control-plane|functions|cos)\\.test';

/**
 * Holds a gateway, or a cloud, against the statements of docs/protocol.md: the one that the flags
 * name, or else our own.
 */
export async function conformance(
  { root }: CommandContext,
  flags: ConformanceFlags,
): Promise<void> {
  const { cloud, ...gateway } = flags;
  if ((gateway.ws === undefined) !== (gateway.pushBack === undefined)) {
    throw new CommandError('A gateway is known by two URLs: give both --ws and --push-back.');
  }
  const suites = [
    ...(cloud === undefined || gateway.ws !== undefined ? [GATEWAY_SUITES] : []),
    ...(gateway.ws === undefined || cloud !== undefined ? [CLOUD_SUITES] : []),
  ];
  // One suite at a time, since all use the one port that the gateway calls.
  const args = ['--verbose', '--runInBand', '--testPathPatterns', ...suites];
  process.exitCode = await runTool(root, { package: 'jest', bin: 'bin/jest.js' }, args, {
    ...process.env,
    ...(gateway.ws !== undefined && { SCF_CHAT_CONFORMANCE_GATEWAY: JSON.stringify(gateway) }),
    ...(cloud !== undefined && { SCF_CHAT_CONFORMANCE_CLOUD: cloud }),
  });
}
