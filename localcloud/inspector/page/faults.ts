import type { SettableFaults } from '../entry';

/** How one fault is set: what stands in the form, and what it means. */
export type FaultField = {
  readonly name: string;
  readonly label: FaultLabel | FunctionLabel;
  /** What the form holds for the faults of now; empty for none. */
  read(faults: SettableFaults): string;
  /** The faults with what the form holds now. */
  write(faults: SettableFaults, value: string): SettableFaults;
} & (
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'number'; readonly unit: 'ms' | '%' }
  | { readonly type: 'switch' }
);

type FaultLabel =
  | 'pushBack'
  | 'cos'
  | 'lag'
  | 'delay'
  | 'drop'
  | 'slow'
  | 'restart'
  | 'idle'
  | 'skew'
  | 'twice'
  | 'early';
type FunctionLabel = 'register' | 'transport' | 'cleanup';
type NumberFault =
  | 'listLagMs'
  | 'openDelayMs'
  | 'dropAfterMs'
  | 'slowReaderAfterMs'
  | 'restartAfterMs'
  | 'idleTimeoutMs'
  | 'clockSkewMs';

function milliseconds(name: NumberFault, label: FaultField['label']): FaultField {
  return {
    type: 'number',
    unit: 'ms',
    name,
    label,
    read: (faults) => String(faults[name] ?? ''),
    write: (faults, value) => withValue(faults, name, value === '' ? undefined : Number(value)),
  };
}

function onOrOff(
  name: 'duplicateCleanup' | 'earlyCleanup',
  label: FaultField['label'],
): FaultField {
  return {
    type: 'switch',
    name,
    label,
    read: (faults) => (faults[name] === true ? 'on' : ''),
    write: (faults, value) => withValue(faults, name, value === '' ? undefined : true),
  };
}

function ofFunction(role: FunctionLabel): FaultField {
  return {
    type: 'choice',
    choices: ['crash', 'time-out', 'memory'],
    name: role,
    label: role,
    read: (faults) => faults.functions?.[role] ?? '',
    write(faults, value) {
      const functions = withValue(faults.functions ?? {}, role, value === '' ? undefined : value);
      const some = Object.keys(functions).length > 0;
      return withValue(faults, 'functions', some ? functions : undefined);
    },
  };
}

/** Every fault that there is (localcloud/faults.ts), in the order of the form. */
export const FAULT_FIELDS: readonly FaultField[] = [
  {
    type: 'choice',
    choices: ['500', '429', '404', 'errNo', 'time-out'],
    name: 'pushBack',
    label: 'pushBack',
    read: ({ pushBack }) => String(pushBack ?? ''),
    write: (faults, value) => {
      const status = /^\d+$/.test(value) ? Number(value) : value;
      return withValue(faults, 'pushBack', value === '' ? undefined : status);
    },
  },
  ofFunction('register'),
  ofFunction('transport'),
  ofFunction('cleanup'),
  {
    type: 'number',
    unit: '%',
    name: 'cosUnavailable',
    label: 'cos',
    read: ({ cosUnavailable }) =>
      cosUnavailable === undefined ? '' : String(Math.round(cosUnavailable * 100)),
    write: (faults, value) =>
      withValue(faults, 'cosUnavailable', value === '' ? undefined : Number(value) / 100),
  },
  milliseconds('listLagMs', 'lag'),
  milliseconds('openDelayMs', 'delay'),
  milliseconds('dropAfterMs', 'drop'),
  milliseconds('slowReaderAfterMs', 'slow'),
  milliseconds('restartAfterMs', 'restart'),
  milliseconds('idleTimeoutMs', 'idle'),
  milliseconds('clockSkewMs', 'skew'),
  onOrOff('duplicateCleanup', 'twice'),
  onOrOff('earlyCleanup', 'early'),
];

/** What the cloud makes of it is the cloud's to say: it takes only what is a fault. */
function withValue<T extends object>(values: T, name: keyof T, value: unknown): T {
  const { [name]: _before, ...others } = values;
  return (value === undefined ? others : { ...others, [name]: value }) as T;
}
