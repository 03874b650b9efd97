import { InvalidArgumentError } from 'commander';
import type { LocalCloudOptions } from '../localcloud/local-cloud';

export type GatewayBehaviour = NonNullable<LocalCloudOptions['gateway']>;

/** By their names in the option; those of our own gateway's settings are in docs/gateway.md. */
const LIMITS = {
  'message-rate': 'messagesPerSecond',
  connections: 'maxConnections',
} as const;

/** Every limit, for help and messages. */
export const LIMIT_NAMES = Object.keys(LIMITS)
  .map((name) => `${name}=NUMBER`)
  .join(', ');

/**
 * Adds the limit that `NAME=NUMBER` describes. With any, the local cloud's gateway sends error
 * frames as our own does: Tencent's has neither. Throws InvalidArgumentError.
 */
export function addLimit(text: string, others: GatewayBehaviour): GatewayBehaviour {
  const [, name = '', number = ''] = /^([a-z-]+)=([1-9]\d{0,8})$/.exec(text) ?? [];
  if (!isLimit(name)) throw new InvalidArgumentError(`Expected one of: ${LIMIT_NAMES}.`);
  return {
    limits: { ...others.limits, [LIMITS[name]]: Number(number) },
    switches: { errorFrames: true },
  };
}

function isLimit(name: string): name is keyof typeof LIMITS {
  return Object.hasOwn(LIMITS, name);
}
