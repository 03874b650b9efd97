import type { Clock, Timer } from '../../gateway/engine/clock';
import type { DataFolder } from './data-folder';
import type { ServiceStates } from './service-states';

/** Milliseconds that changes are gathered before they are written. */
const GATHER_MS = 50;

export interface SnapshotsOptions {
  readonly folder: DataFolder;
  readonly clock: Clock;
  /** Says what the services hold at this moment. */
  readonly states: () => ServiceStates;
  /** Hears why a change could not be written. */
  readonly onFailure: (error: unknown) => void;
}

/** Keeps what the services hold in a folder, a moment after it has changed. */
export class Snapshots {
  private timer: Timer | undefined;

  constructor(private readonly options: SnapshotsOptions) {}

  /** Something may have changed. */
  touch(): void {
    this.timer ??= this.options.clock.after(GATHER_MS, () => {
      try {
        this.write();
      } catch (error) {
        this.options.onFailure(error);
      }
    });
  }

  /** Writes what there is, and lets go of the folder. */
  close(): void {
    this.write();
    this.options.folder.release();
  }

  private write(): void {
    this.timer?.cancel();
    this.timer = undefined;
    for (const [name, state] of Object.entries(this.options.states())) {
      this.options.folder.write(name, state);
    }
  }
}
