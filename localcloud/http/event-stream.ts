import { Readable } from 'node:stream';
import type { HttpAnswer } from './http-answer';

/** A watcher that leaves more than this unread is cut off; browsers come back by themselves. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

/** How soon a browser that has lost the stream asks again, in milliseconds. */
const RETRY_MS = 1000;

/** Events for all who watch, as browsers take them (HTML §9.2, server-sent events). */
export class EventStream {
  private readonly watchers = new Set<Readable>();

  get isWatched(): boolean {
    return this.watchers.size > 0;
  }

  /** The answer to one who begins to watch; `first` is what they are told at once. */
  answer(first: { readonly event: string; readonly data: unknown }): HttpAnswer {
    const watcher = new Readable({ read: () => undefined });
    watcher.push(`retry: ${RETRY_MS}\n${eventText(first.event, first.data)}`);
    this.watchers.add(watcher);
    watcher.once('close', () => this.watchers.delete(watcher));
    return {
      status: 200,
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
      body: watcher,
    };
  }

  /** Tells all. `data` travels as JSON. */
  send(event: string, data: unknown): void {
    if (!this.isWatched) return;
    const text = eventText(event, data);
    for (const watcher of this.watchers) {
      if (watcher.readableLength > MAX_UNREAD_BYTES) watcher.destroy();
      else watcher.push(text);
    }
  }
}

function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
