import type { Benchmark } from './benchmark';
import { coldStart } from './cold-start';
import { connectionStorm } from './connection-storm';
import { fanOut } from './fan-out';
import { gatewayEngine } from './gateway-engine';
import { messageRate } from './message-rate';
import { ownGateway } from './own-gateway';
import { registry } from './registry';
import { start } from './start';

/** All benchmarks, in the order in which they are run. */
export const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map([
  ['fan-out', fanOut],
  ['registry', registry],
  ['cold-start', coldStart],
  ['gateway-engine', gatewayEngine],
  ['own-gateway', ownGateway],
  ['connection-storm', connectionStorm],
  ['start', start],
  ['message-rate', messageRate],
]);
