import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Clock, Timer } from '../../gateway/engine/clock';
import type { ConnectionId } from '../../protocol/connection-id';
import type { CloudFaults } from '../faults';
import { EventStream } from '../http/event-stream';
import { textAnswer, type HttpAnswer } from '../http/http-answer';
import type { HttpRequest } from '../http/http-request';
import { findAccessFault } from './access';
import type { Changes, OpenConnection, SettableFaults } from './entry';
import { InspectorFiles } from './inspector-files';
import { Recorder } from './recorder';
import { WISHES, type Wish, type WishName } from './wishes';

export const INSPECTOR_PATH = '/_inspector';

/** Changes are told together, at most this often in milliseconds. */
const BATCH_MS = 50;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export interface InspectorOptions {
  /** The project's root, from whose sources the inspector's page is compiled. */
  readonly root: string;
  readonly clock: Clock;
  readonly faults: CloudFaults;
  readonly secrets: () => Iterable<string>;
  readonly functionNames: () => readonly string[];
  /** Calls a function with an event, JSON text. Rejects when there is no such function. */
  readonly call: (functionName: string, event: string) => Promise<unknown>;
  /** Closes a connection as a push-back does; false when that did not succeed. */
  readonly close: (apiId: string, id: ConnectionId) => Promise<boolean>;
}

/** A wish that cannot be met, for the one who has it. */
class WishError extends Error {}

/** Shows in a browser what goes on in a local cloud, and meddles with it when asked to. */
export class Inspector {
  readonly recorder: Recorder;
  private readonly token = randomBytes(24).toString('base64url');
  private readonly stream = new EventStream();
  private readonly files: InspectorFiles;
  private readonly changed = new Set<number>();
  private readonly opened = new Map<string, OpenConnection>();
  private readonly closed = new Set<string>();
  private batch: Timer | undefined;

  constructor(private readonly options: InspectorOptions) {
    this.files = new InspectorFiles(options.root, this.token);
    this.recorder = new Recorder({
      clock: options.clock,
      secrets: options.secrets,
      listener: {
        changed: (id) => this.later(() => this.changed.add(id)),
        counted: (connection) => this.later(() => this.opened.set(connection.id, connection)),
        closed: (id) =>
          this.later(() => {
            this.opened.delete(id);
            this.closed.add(id);
          }),
      },
    });
  }

  /** Answers for INSPECTOR_PATH and what is below it. */
  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const { status, headers, body } = await this.answerTo(request);
    return { status, headers: { ...headers, ...HEADERS }, ...(body !== undefined && { body }) };
  }

  private async answerTo(request: HttpRequest): Promise<HttpAnswer> {
    const { method, path } = request;
    const isWish = method === 'POST';
    const name = path.slice(INSPECTOR_PATH.length + 1);
    if (!isWish && method !== 'GET') return textAnswer(405, 'GET the page, or POST a wish.');
    // The page itself may be linked to from anywhere, but not be framed.
    if (!isWish && name === '') return this.files.page();
    const fault = findAccessFault(request, this.token, isWish);
    if (fault !== undefined) return textAnswer(403, fault);
    if (isWish) return this.grant(name, request.body);
    if (name === 'events') return this.watch();
    return (await this.files.asset(name)) ?? textAnswer(404, 'There is nothing here.');
  }

  private watch(): HttpAnswer {
    // What is about to be told is in here already.
    this.forgetChanges();
    const data = this.changes({
      entries: this.recorder.timeline.entries(),
      opened: this.recorder.openConnections(),
      closed: [],
    });
    return this.stream.answer({ event: 'all', data });
  }

  private async grant(name: string, body: Buffer): Promise<HttpAnswer> {
    if (!isWishName(name)) return textAnswer(404, 'There is no such wish.');
    try {
      await this.granters[name](parseWish(name, body));
      return { status: 204 };
    } catch (error) {
      if (!(error instanceof WishError)) throw error;
      return textAnswer(400, error.message);
    }
  }

  private readonly granters: Readonly<Record<WishName, (wish: unknown) => void | Promise<void>>> = {
    replay: (wish) => this.replay(wish as Wish<'replay'>),
    close: (wish) => this.close(wish as Wish<'close'>),
    faults: (wish) => this.setFaults(wish as Wish<'faults'>),
    clear: () => {
      this.recorder.timeline.clear();
      this.forgetChanges();
      this.stream.send(
        'all',
        this.changes({
          entries: [],
          opened: this.recorder.openConnections(),
          closed: [],
        }),
      );
    },
  };

  private replay(wish: Wish<'replay'>): void {
    const { functionName } = wish;
    if (!this.options.functionNames().includes(functionName)) {
      throw new WishError(`There is no function ${functionName}.`);
    }
    const event = 'event' in wish ? wish.event : this.recorder.timeline.eventOf(wish.entry)?.event;
    if (event === undefined) throw new WishError('The event is no longer kept.');
    // What comes of it is an entry of its own.
    this.options.call(functionName, event).catch(() => undefined);
  }

  private async close({ connection }: Wish<'close'>): Promise<void> {
    const open = this.recorder.openConnections().find(({ id }) => id === connection);
    if (!open) throw new WishError('It is no longer open.');
    if (!(await this.options.close(open.apiId, open.id))) {
      throw new WishError('The gateway did not close it; the timeline says what it answered.');
    }
  }

  private setFaults(faults: Wish<'faults'>): void {
    const target: SettableFaults = this.options.faults;
    const names = Object.keys(WISHES.faults.entries) as (keyof SettableFaults)[];
    for (const name of names) delete target[name];
    Object.assign(target, faults);
    this.recorder.faultsSet(faults);
  }

  private later(note: () => void): void {
    if (!this.stream.isWatched) return;
    note();
    this.batch ??= this.options.clock.after(BATCH_MS, () => {
      const changes = this.changes({
        entries: [...this.changed].flatMap((id) => this.recorder.timeline.entry(id) ?? []),
        opened: [...this.opened.values()],
        closed: [...this.closed],
      });
      this.forgetChanges();
      this.stream.send('changes', changes);
    });
  }

  private forgetChanges(): void {
    this.batch?.cancel();
    this.batch = undefined;
    this.changed.clear();
    this.opened.clear();
    this.closed.clear();
  }

  private changes(changes: Pick<Changes, 'entries' | 'opened' | 'closed'>): Changes {
    const { api: _api, ...faults } = this.options.faults;
    return { ...changes, faults, functions: this.options.functionNames() };
  }
}

function isWishName(name: string): name is WishName {
  return Object.hasOwn(WISHES, name);
}

function parseWish(name: WishName, body: Buffer): unknown {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw new WishError('The body is not JSON.');
  }
  const parsed = v.safeParse(WISHES[name], json);
  if (parsed.success) return parsed.output;
  const [{ message }] = parsed.issues;
  throw new WishError(`${v.getDotPath(parsed.issues[0]) ?? name}: ${message}`);
}
