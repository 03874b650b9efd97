/** Names of answers whose values are ids that each cloud makes up for itself. */
const ID_NAMES = [
  'RoleId',
  'PolicyId',
  'ServiceId',
  'SecurityGroupId',
  'VpcId',
  'SubnetId',
  'RouteTableId',
  'AddressSet',
  'InstanceIdSet',
  'DiskId',
];

/** Ids of a recording, and those that the cloud it is replayed to gave out instead. */
export class OwnIds {
  private readonly ids = new Map<unknown, unknown>();

  of(recorded: unknown): unknown {
    return this.ids.get(recorded) ?? recorded;
  }

  /** The same value with the cloud's own ids, at any depth. */
  inPlaceOf(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((inner) => this.inPlaceOf(inner));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, this.inPlaceOf(inner)]),
      );
    }
    return this.of(value);
  }

  /** Learns ids from what was answered then and now. */
  note(recorded: unknown, actual: unknown, name = ''): void {
    if (typeof recorded === 'object' && recorded !== null) {
      for (const [key, value] of Object.entries(recorded)) {
        const now = (actual as Record<string, unknown> | null | undefined)?.[key];
        this.note(value, now, Array.isArray(recorded) ? name : key);
      }
    } else if (ID_NAMES.includes(name) && recorded !== '' && typeof actual === typeof recorded) {
      this.ids.set(recorded, actual);
    }
  }
}

/** What the recorded answer has and the actual one has not, or with another type. */
export function lacking(recorded: unknown, actual: unknown, path = ''): string[] {
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [path];
    if (recorded.length === 0) return [];
    return lacking(recorded[0], actual[0], `${path}[0]`);
  }
  if (typeof recorded !== 'object' || recorded === null) {
    return typeof recorded === typeof actual && (recorded === null) === (actual === null)
      ? []
      : [path];
  }
  if (typeof actual !== 'object' || actual === null) return [path];
  return Object.entries(recorded).flatMap(([key, value]) =>
    lacking(value, (actual as Record<string, unknown>)[key], `${path}.${key}`),
  );
}
