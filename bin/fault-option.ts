import { InvalidArgumentError } from 'commander';
import type { CloudFaults } from '../localcloud/faults';

interface FaultOption {
  /** What stands behind `=`, for the help; what is meant without it. */
  readonly value: string;
  readonly ifNone?: string;
  /** Undefined where the text is no such value. */
  parse(text: string): CloudFaults | undefined;
}

const ROLE = { value: 'register|transport|cleanup', ifNone: 'transport' };

function ofRole(fault: 'crash' | 'time-out' | 'memory'): FaultOption {
  return {
    ...ROLE,
    parse: (role) =>
      role === 'register' || role === 'transport' || role === 'cleanup'
        ? { functions: { [role]: fault } }
        : undefined,
  };
}

type InMilliseconds =
  | 'listLagMs'
  | 'openDelayMs'
  | 'dropAfterMs'
  | 'slowReaderAfterMs'
  | 'restartAfterMs'
  | 'idleTimeoutMs';

function milliseconds(name: InMilliseconds): FaultOption {
  return {
    value: 'MS',
    parse: (text) => (/^\d{1,9}$/.test(text) ? { [name]: Number(text) } : undefined),
  };
}

function withoutValue(fault: CloudFaults): FaultOption {
  return { value: '', ifNone: '', parse: (text) => (text === '' ? fault : undefined) };
}

const PUSH_BACK: Readonly<Record<string, NonNullable<CloudFaults['pushBack']>>> = {
  '500': 500,
  '429': 429,
  '404': 404,
  'err-no': 'errNo',
  'time-out': 'time-out',
};

const FAULTS: Readonly<Record<string, FaultOption>> = {
  'function-crash': ofRole('crash'),
  'function-time-out': ofRole('time-out'),
  'function-memory': ofRole('memory'),
  'cos-503': {
    value: 'PERCENT',
    ifNone: '100',
    parse: (text) =>
      /^\d{1,3}$/.test(text) && Number(text) <= 100
        ? { cosUnavailable: Number(text) / 100 }
        : undefined,
  },
  'list-lag': milliseconds('listLagMs'),
  'push-back': {
    value: Object.keys(PUSH_BACK).join('|'),
    parse(text) {
      const pushBack = PUSH_BACK[text];
      return pushBack && { pushBack };
    },
  },
  'duplicate-cleanup': withoutValue({ duplicateCleanup: true }),
  'early-cleanup': withoutValue({ earlyCleanup: true }),
  'open-delay': milliseconds('openDelayMs'),
  'tcp-drop': milliseconds('dropAfterMs'),
  'slow-reader': milliseconds('slowReaderAfterMs'),
  'gateway-restart': milliseconds('restartAfterMs'),
  idle: milliseconds('idleTimeoutMs'),
  'clock-jump': {
    value: 'MS',
    parse: (text) => (/^-?\d{1,10}$/.test(text) ? { clockSkewMs: Number(text) } : undefined),
  },
};

/** Every fault with its value, for help and messages. */
export const FAULT_NAMES = Object.entries(FAULTS)
  .map(([name, { value, ifNone }]) =>
    value === '' ? name : ifNone === undefined ? `${name}=${value}` : `${name}[=${value}]`,
  )
  .join(', ');

/** Adds the fault that `NAME[=VALUE]` describes. Throws InvalidArgumentError. */
export function addFault(text: string, others: CloudFaults): CloudFaults {
  const [name = '', value] = text.split(/=(.*)/s);
  const option = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
  const fault = option?.parse(value ?? option.ifNone ?? '');
  if (!fault) throw new InvalidArgumentError(`Expected one of: ${FAULT_NAMES}.`);
  return { ...others, ...fault, functions: { ...others.functions, ...fault.functions } };
}
