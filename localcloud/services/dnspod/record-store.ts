import { randomInt } from 'node:crypto';
import type { Clock } from '../../../gateway/engine/clock';
import { DnspodError } from './dnspod-error';
import type { DnspodSnapshot, DnsRecord } from './snapshot';

export type RecordContent = Omit<DnsRecord, 'recordId' | 'updatedTime'>;

/** What ids of records look like. */
const RECORD_IDS = { from: 1_000_000_000, to: 2_000_000_000 };

/**
 * The records of the account's zones. Zones themselves are bought and delegated elsewhere, which no
 * local cloud can do; so the account has each zone that somebody names.
 */
export class RecordStore {
  private readonly records: Map<number, DnsRecord>;

  constructor(
    private readonly clock: Clock,
    restored: DnspodSnapshot = [],
  ) {
    this.records = new Map(restored.map((record) => [record.recordId, record]));
  }

  snapshot(): DnspodSnapshot {
    return [...this.records.values()];
  }

  create(content: RecordContent): DnsRecord {
    return this.put(randomInt(RECORD_IDS.from, RECORD_IDS.to), content);
  }

  list(zone: string): DnsRecord[] {
    return this.snapshot().filter((record) => record.zone === zone);
  }

  require(zone: string, recordId: number): DnsRecord {
    const record = this.records.get(recordId);
    if (record?.zone === zone) return record;
    throw new DnspodError(
      'InvalidParameter.RecordIdInvalid',
      `The zone ${zone} has no record ${recordId}.`,
    );
  }

  change(recordId: number, content: RecordContent): DnsRecord {
    this.require(content.zone, recordId);
    return this.put(recordId, content);
  }

  delete(zone: string, recordId: number): void {
    this.require(zone, recordId);
    this.records.delete(recordId);
  }

  private put(recordId: number, content: RecordContent): DnsRecord {
    const isTaken = this.snapshot().some(
      (other) => other.recordId !== recordId && isSame(other, content),
    );
    if (isTaken) {
      const message = `${content.subDomain}.${content.zone} has such a record.`;
      throw new DnspodError('InvalidParameter.DomainRecordExist', message);
    }
    const record: DnsRecord = { ...content, recordId, updatedTime: this.clock.now() };
    this.records.set(recordId, record);
    return record;
  }
}

function isSame(one: RecordContent, other: RecordContent): boolean {
  return (['zone', 'subDomain', 'type', 'line', 'value'] as const).every(
    (name) => one[name] === other[name],
  );
}
