import type { Changes } from '../entry';
import { TOKEN_HEADER } from '../token-header';
import type { Wish, WishName } from '../wishes';

const PATH = '/_inspector/';

export interface CloudListener {
  /** Everything there is; what was told before counts no more. */
  all(changes: Changes): void;
  changes(changes: Changes): void;
  stateChanged(state: 'live' | 'lost'): void;
  /** A wish was not granted; the cloud's own words, or none where it did not answer. */
  refused(reason: string | undefined): void;
}

/** The local cloud, as this page talks to it. */
export class Cloud {
  constructor(
    private readonly token: string,
    private readonly listener: CloudListener,
  ) {}

  /** Hears of everything from now on; comes back by itself when the cloud does. */
  watch(): void {
    const source = new EventSource(`${PATH}events`);
    source.addEventListener('all', ({ data }: MessageEvent<string>) => {
      this.listener.stateChanged('live');
      this.listener.all(JSON.parse(data) as Changes);
    });
    source.addEventListener('changes', ({ data }: MessageEvent<string>) => {
      this.listener.changes(JSON.parse(data) as Changes);
    });
    source.addEventListener('error', () => this.listener.stateChanged('lost'));
  }

  async ask<Name extends WishName>(name: Name, wish: Wish<Name>): Promise<void> {
    try {
      const answer = await fetch(PATH + name, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [TOKEN_HEADER]: this.token },
        body: JSON.stringify(wish),
      });
      if (!answer.ok) this.listener.refused((await answer.text()).trimEnd());
    } catch {
      this.listener.refused(undefined);
    }
  }
}
