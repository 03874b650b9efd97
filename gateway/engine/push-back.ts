import * as v from 'valibot';
import type { ConnectionId } from '../../protocol/connection-id';
import { ErrNo } from '../../protocol/err-no';
import {
  PushBackBatchSchema,
  PushBackRequestSchema,
  type PushBackReply,
} from '../../protocol/push-back';

/** The HTTP answer to a push-back. */
export interface PushBackAnswer {
  readonly status: number;
  readonly body: PushBackReply & { readonly results?: readonly ErrNo[] };
}

/** What a connection is sent: a frame (a string as text, a buffer as binary), or its close. */
export type PushContent =
  | { readonly action: 'data send'; readonly payload: string | Buffer }
  | { readonly action: 'closing' };

export interface Push {
  readonly ids: readonly ConnectionId[];
  readonly content: PushContent;
  /** Whether it asks for a result for each id; otherwise it has one id. */
  readonly isBatch: boolean;
}

/** What became of a push to one connection. */
export type Delivery =
  | 'delivered'
  /** No open connection has the id. */
  | 'gone'
  /** The client leaves too much unread; nothing was sent. */
  | 'slow'
  /** Another node may hold the connection, and cannot be asked. */
  | 'unreachable';

export type ParsedPush =
  | { readonly ok: true; readonly push: Push }
  | { readonly ok: false; readonly answer: PushBackAnswer };

const ANSWERS: Readonly<Record<Delivery, PushBackAnswer>> = {
  delivered: { status: 200, body: { errNo: ErrNo.ok, errMsg: 'ok' } },
  gone: {
    status: 200,
    body: {
      errNo: ErrNo.unknownConnection,
      errMsg: 'no open connection of this API has this secConnectionID',
    },
  },
  slow: {
    status: 429,
    body: { errNo: ErrNo.slowConnection, errMsg: 'the client does not read what it is sent' },
  },
  unreachable: {
    status: 503,
    body: {
      errNo: ErrNo.unreachableConnection,
      errMsg: 'the node that holds this connection cannot be reached now',
    },
  },
};

/** The answer to a push to one connection; the status for an unknown one is a switch (22). */
export function answerOne(delivery: Delivery | undefined, unknownStatus: number): PushBackAnswer {
  if (delivery === undefined || delivery === 'gone') return unknownConnection(unknownStatus);
  return ANSWERS[delivery];
}

/** The answer to a batch: 200 whatever became of each. */
export function answerBatch(deliveries: readonly Delivery[]): PushBackAnswer {
  const results = deliveries.map((delivery) => ANSWERS[delivery].body.errNo as ErrNo);
  return { status: 200, body: { ...ANSWERS.delivered.body, results } };
}

/** No connection that is open here has the id. */
export function unknownConnection(status: number): PushBackAnswer {
  return { ...ANSWERS.gone, status };
}

const EXPECTED =
  'a push-back is {"websocket":{"action":"data send","secConnectionID":<one id>,' +
  '"dataType":"text"|"binary","data":<text or base64>}} or ' +
  '{"websocket":{"action":"closing","secConnectionID":<one id>}}';

/** The body is no push-back. Says what is wrong where, and never repeats what was received. */
export function malformedPushBack(fault: string): PushBackAnswer {
  const errMsg = `${fault}; ${EXPECTED}`;
  return { status: 200, body: { errNo: ErrNo.malformedPushBack, errMsg } };
}

/**
 * Reads a push-back from parsed JSON: for one connection (23), or for up to `maxBatch`, which is 0
 * where there is no batch form.
 */
export function parsePush(body: unknown, maxBatch: number): ParsedPush {
  if (maxBatch > 0 && isBatch(body)) return parseBatch(body, maxBatch);
  const request = v.safeParse(PushBackRequestSchema, body);
  if (!request.success) return malformed(request.issues);
  const { websocket } = request.output;
  const ids = [websocket.secConnectionID];
  return websocket.action === 'closing'
    ? { ok: true, push: { ids, content: { action: 'closing' }, isBatch: false } }
    : parseFrame(ids, websocket, false);
}

function isBatch(body: unknown): boolean {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  return (
    isObject(body) &&
    'websocket' in body &&
    isObject(body.websocket) &&
    'secConnectionIDs' in body.websocket
  );
}

function parseBatch(body: unknown, maxBatch: number): ParsedPush {
  const request = v.safeParse(PushBackBatchSchema, body);
  if (!request.success) return malformed(request.issues);
  const { websocket } = request.output;
  if (websocket.secConnectionIDs.length > maxBatch) {
    const answer = malformedPushBack(`websocket.secConnectionIDs has more than ${maxBatch} ids`);
    return { ok: false, answer };
  }
  return parseFrame(websocket.secConnectionIDs, websocket, true);
}

function malformed(issues: readonly v.BaseIssue<unknown>[]): ParsedPush {
  const where = (issues[0] && v.getDotPath(issues[0])) ?? 'the body';
  return { ok: false, answer: malformedPushBack(`${where} is missing or wrong`) };
}

function parseFrame(
  ids: readonly ConnectionId[],
  { data, dataType }: { readonly data: string; readonly dataType: 'text' | 'binary' },
  isBatch: boolean,
): ParsedPush {
  const payload = dataType === 'text' ? data : Buffer.from(data, 'base64');
  // Node skips what is not base64; only a canonical text comes back as it was.
  if (typeof payload !== 'string' && payload.toString('base64') !== data) {
    return {
      ok: false,
      answer: malformedPushBack('websocket.data is not base64 with padding'),
    };
  }
  return { ok: true, push: { ids, content: { action: 'data send', payload }, isBatch } };
}
