import type { Clock } from '../../gateway/engine/clock';
import type { GatewayEvent } from '../../gateway/engine/ports';
import { ErrNo } from '../../protocol/err-no';
import type { PushBackRequest } from '../../protocol/push-back';
import type { CloudEvent } from '../cloud-event';
import { InvocationStatus, type InvocationResult } from '../runtime/invocation';
import type { CallBegun, CosRequestSeen, PushBackSeen, TrafficObserver } from '../traffic';
import type { Entry, OpenConnection, SettableFaults } from './entry';
import { hideSecrets, queryWithoutSignature } from './hide-secrets';
import { countCharacters, describePushBack } from './push-back-content';
import { describeEvent, RunningCalls, type RunningCall } from './running-calls';
import { Timeline } from './timeline';

/** Longest text of one entry that is shown; the rest is cut off. Ours. */
export const MAX_TEXT_CHARACTERS = 16 * 1024;
/** Longest event that is kept for a replay. Ours. */
export const MAX_EVENT_CHARACTERS = 256 * 1024;

export interface RecorderOptions {
  readonly clock: Clock;
  /** Everything that must never be shown, as it is now. */
  readonly secrets: () => Iterable<string>;
  /** Hears of each change. */
  readonly listener: {
    /** Of an entry of the timeline, by its id. */
    changed(id: number): void;
    /** A new one, or one with other counts. */
    counted(connection: OpenConnection): void;
    closed(id: string): void;
  };
  readonly timeline?: Timeline;
}

/** A connection, as its frames are counted. */
interface Counted extends OpenConnection {
  received: number;
  pushed: number;
}

/** Turns what goes on in a local cloud into the inspector's timeline and list of connections. */
export class Recorder implements TrafficObserver {
  readonly timeline: Timeline;
  private readonly connections = new Map<string, Counted>();
  private readonly calls = new RunningCalls();

  constructor(private readonly options: RecorderOptions) {
    this.timeline = options.timeline ?? new Timeline();
  }

  openConnections(): OpenConnection[] {
    return [...this.connections.values()];
  }

  /** Takes what the cloud tells everybody. */
  observe(event: CloudEvent): void {
    if (event.type !== 'gateway') return;
    this.count(event.event);
    const { id } = event.event;
    switch (event.event.type) {
      case 'connected': {
        const { apiId, environment } = event;
        this.open({ id, apiId, environment, since: this.now(), received: 0, pushed: 0 });
        this.add({
          kind: 'connection',
          title: 'connected',
          outcome: 'ok',
          result: `${this.connections.size} open`,
          connections: [id],
          durationMs: event.event.durationMs,
        });
        return;
      }
      case 'closed':
        this.connections.delete(id);
        this.options.listener.closed(id);
        this.add({
          kind: 'connection',
          title: 'closed',
          outcome: 'ok',
          result: event.event.why,
          connections: [id],
        });
        return;
      case 'refused':
      case 'message refused':
      case 'function failed': {
        const isRefusal = event.event.type === 'refused';
        const reason = this.hide(event.event.reason);
        this.add({
          kind: 'connection',
          title: event.event.type,
          outcome: 'failed',
          result: isRefusal ? 'not let in' : (reason.split('\n', 1)[0] ?? ''),
          connections: [id],
          answer: reason,
        });
        return;
      }
      case 'message':
      case 'pushed':
        // The call and the push-back say more.
        return;
    }
  }

  callBegan(call: CallBegun): void {
    const { functionName, event } = call;
    const { action, connections } = describeEvent(event);
    const isKept = event.length <= MAX_EVENT_CHARACTERS;
    const entry = this.add(
      {
        kind: 'call',
        title: action === '' ? functionName : `${functionName} ← ${action}`,
        outcome: 'running',
        result: '',
        connections,
        payload: this.hide(event),
        ...(isKept && { replayable: functionName }),
      },
      isKept ? event : undefined,
    );
    this.calls.begin(call, entry.id);
  }

  callEnded(result: InvocationResult): void {
    const call = this.calls.end(result.requestId);
    if (!call) return;
    const { status, returnMessage, errorMessage, durationMs, coldStart, log } = result;
    const isOk = status === InvocationStatus.ok;
    const errNo = errNoOf(returnMessage);
    const cold = coldStart ? ', cold start' : '';
    this.change(call.entryId, {
      outcome: isOk && ['', NO_ERROR].includes(errNo) ? 'ok' : 'failed',
      result: `${status}${errNo}${cold}`,
      durationMs,
      answer: this.hide(isOk ? returnMessage : errorMessage),
      log: this.hide(log),
    });
  }

  pushBack(seen: PushBackSeen): void {
    const call = this.calls.thatPushes();
    const at = this.now() - seen.durationMs;
    if (!isDone(seen)) {
      this.add(this.describe(seen, at, call));
      return;
    }
    // A message makes many of these, and few are ever looked at.
    const describe = () => this.describe(seen, at, call);
    const id = this.timeline.addLater(describe, countCharacters(seen.body));
    this.options.listener.changed(id);
  }

  private describe(
    { body, status, answer, durationMs }: PushBackSeen,
    at: number,
    call: RunningCall | undefined,
  ): Omit<Entry, 'id'> {
    const { action, targets } = describePushBack(body);
    const answerText = JSON.stringify(answer);
    const errNo = errNoOf(answerText);
    return {
      at,
      kind: 'push-back',
      title: action,
      outcome: status === 200 && errNo === NO_ERROR ? 'ok' : 'failed',
      result: `${status}${errNo}`,
      targets,
      connections: [...new Set([...targets, ...(call?.connections ?? [])])],
      ...(call && { call: call.entryId }),
      durationMs,
      payload: this.hide(JSON.stringify(body)),
      answer: answerText,
    };
  }

  cosRequest(seen: CosRequestSeen): void {
    const { method, bucket, path, query, principal, body, status, answer, durationMs } = seen;
    const call = principal?.type === 'role' ? this.calls.ofRole(principal.roleName) : undefined;
    const shownQuery = queryWithoutSignature(query);
    const target = `${path}${shownQuery && '?'}${shownQuery}`;
    const who = principal?.type === 'role' ? principal.roleName : (principal?.type ?? 'nobody');
    this.add({
      at: this.now() - durationMs,
      kind: 'cos',
      title: `${method} ${target}`,
      outcome: status < 400 ? 'ok' : 'failed',
      result: String(status),
      connections: call?.connections ?? [],
      ...(call && { call: call.entryId }),
      durationMs,
      payload: this.hide(`${method} ${target}\nHost: ${bucket}\nAs: ${who}\n\n${body.toString()}`),
      answer: this.hide(answer.toString()),
    });
  }

  /** Notes that somebody has changed the faults. */
  faultsSet(faults: SettableFaults): void {
    this.add({
      kind: 'fault',
      title: 'faults',
      faults,
      outcome: 'ok',
      result: 'set here',
      connections: [],
    });
  }

  /** Counts frames of a connection. */
  private count(event: GatewayEvent): void {
    const connection = this.connections.get(event.id);
    if (!connection) return;
    if (event.type === 'message') connection.received += 1;
    else if (event.type === 'pushed') connection.pushed += 1;
    else return;
    this.options.listener.counted(connection);
  }

  private open(connection: Counted): void {
    this.connections.set(connection.id, connection);
    this.options.listener.counted(connection);
  }

  private add(fields: Omit<Entry, 'id' | 'at'> & { readonly at?: number }, event?: string): Entry {
    const entry = this.timeline.add({ at: this.now(), ...fields }, event);
    this.options.listener.changed(entry.id);
    return entry;
  }

  private change(id: number, fields: Partial<Omit<Entry, 'id'>>): void {
    if (this.timeline.change(id, fields)) this.options.listener.changed(id);
  }

  private hide(text: string): string {
    const hidden = hideSecrets(text, this.options.secrets());
    const more = hidden.length - MAX_TEXT_CHARACTERS;
    return more > 0
      ? `${hidden.slice(0, MAX_TEXT_CHARACTERS)}\n… and ${more} characters more`
      : hidden;
  }

  private now(): number {
    return this.options.clock.now();
  }
}

/** Whether the gateway did what a push-back asked for, which then has the form that it should have. */
function isDone(seen: PushBackSeen): seen is PushBackSeen & { readonly body: PushBackRequest } {
  return seen.answer.errNo === ErrNo.ok;
}

/** As of an answer that says that all went well. */
const NO_ERROR = `, errNo ${ErrNo.ok}`;

/** `, errNo 0`, say; empty where an answer has none. */
function errNoOf(answer: string): string {
  const errNo = /"errNo":(-?\d+)/.exec(answer)?.[1];
  return errNo === undefined ? '' : `, errNo ${errNo}`;
}
