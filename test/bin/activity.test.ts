import { ActivityLog } from '../../bin/activity';
import type { CloudEvent } from '../../localcloud/cloud-event';
import { toConnectionId } from '../../protocol/connection-id';

const ID = toConnectionId('an id that nobody may see');

const FUNCTIONS = { register: 'register', transport: 'transport', cleanup: 'cleanup' };

function onGateway(event: Extract<CloudEvent, { type: 'gateway' }>['event']): CloudEvent {
  return { type: 'gateway', apiId: 'api-1', environment: 'release', event };
}

function invocation(
  functionName: string,
  returnMessage: string,
  { errorMessage = '', log = '' } = {},
): CloudEvent {
  return {
    type: 'invocation',
    functionName,
    result: {
      requestId: 'r',
      status: 200,
      returnMessage,
      errorMessage,
      log,
      durationMs: 12,
      memoryBytes: 0,
      coldStart: false,
    },
  };
}

describe('the activity of members', () => {
  it('counts the connections that are open', () => {
    const log = new ActivityLog(FUNCTIONS);
    const seen = [
      log.of(onGateway({ type: 'connected', id: ID, durationMs: 3 })),
      log.of(onGateway({ type: 'connected', id: ID, durationMs: 3 })),
      log.of(onGateway({ type: 'closed', id: ID, why: 'client' })),
    ];
    expect(seen).toEqual([
      { type: 'connected', open: 1, durationMs: 3 },
      { type: 'connected', open: 2, durationMs: 3 },
      { type: 'closed', open: 1, reason: 'client' },
    ]);
  });

  it('says how many others a message has reached', () => {
    const log = new ActivityLog(FUNCTIONS);
    expect(log.of(invocation('transport', '{"errNo":0,"online":3,"reached":2}'))).toEqual({
      type: 'message',
      open: 0,
      reached: 2,
      others: 2,
      durationMs: 12,
    });
  });

  it('is silent about heartbeats and the other functions', () => {
    const log = new ActivityLog(FUNCTIONS);
    expect(log.of(invocation('transport', '{"errNo":0,"errMsg":"ok"}'))).toBeUndefined();
    expect(log.of(invocation('register', '{"online":3,"reached":2}'))).toBeUndefined();
    expect(log.of(onGateway({ type: 'pushed', id: ID, bytes: 5 }))).toBeUndefined();
  });

  /** As a function prints it: SCF puts the time and the call's id before it. */
  const logOf = (line: object) =>
    `START RequestId: r\n2026-01-01T00:00:00.000Z\tr\t${JSON.stringify(line)}\n\nEND RequestId: r`;

  it('says why a function has failed though it has answered, and where', () => {
    const reply = '{"errNo":204,"errMsg":"its log says more."}';
    const log = logOf({
      errNo: 204,
      error: 'TypeError',
      message: 'no such room',
      stack: '    at Rn (functions/cores/transport.ts:31:9)\n    at functions/transport.ts:9:1',
    });
    expect(new ActivityLog(FUNCTIONS).of(invocation('transport', reply, { log }))).toEqual({
      type: 'failed',
      open: 0,
      reason: 'transport: TypeError: no such room (functions/cores/transport.ts:31:9)',
    });
  });

  it('says what a failure that was foreseen has met, and of any other handler its words', () => {
    const activities = new ActivityLog(FUNCTIONS);
    const reply = '{"errNo":201,"errMsg":"please try again."}';
    const log = logOf({ errNo: 201, error: 'COS answered PUT with 403' });
    expect([
      activities.of(invocation('register', reply, { log }))?.reason,
      activities.of(invocation('cleanup', reply))?.reason,
    ]).toEqual([
      'register: errNo 201: COS answered PUT with 403',
      'cleanup: errNo 201: please try again.',
    ]);
  });

  it('tells once of a call that the platform gave up, in one line', () => {
    const activities = new ActivityLog(FUNCTIONS);
    const stack = 'Error: top\n    at Object.<anonymous> (functions/transport.ts:31:7)\n    at x';
    const errorMessage = JSON.stringify({ errorMessage: stack, requestId: 'r' });
    const reason = `430 ${errorMessage}`;
    expect([
      activities.of(invocation('transport', '', { errorMessage })),
      activities.of(onGateway({ type: 'function failed', id: ID, role: 'transport', reason })),
      activities.of(onGateway({ type: 'refused', id: ID, reason })),
    ]).toEqual([
      { type: 'failed', open: 0, reason: 'transport: Error: top (functions/transport.ts:31:7)' },
      undefined,
      { type: 'refused', open: 0, reason: 'Error: top (functions/transport.ts:31:7)' },
    ]);
  });

  it('does not call it a failure that a client may not come in', () => {
    const refusal = invocation('register', '{"errNo":205,"errMsg":"You may not join."}');
    expect(new ActivityLog(FUNCTIONS).of(refusal)).toBeUndefined();
  });

  it('says why a message did not reach everybody', () => {
    const reply = '{"errNo":0,"online":4,"reached":0,"notReached":1}';
    const log = logOf({ errNo: 0, reasons: { 'HTTP 429': 2 } });
    expect(new ActivityLog(FUNCTIONS).of(invocation('transport', reply, { log }))).toMatchObject({
      type: 'message',
      reason: '2 × HTTP 429, 1 × no time left',
    });
  });

  it('never shows a connection id', () => {
    const log = new ActivityLog(FUNCTIONS);
    const seen = [
      log.of(onGateway({ type: 'connected', id: ID, durationMs: 3 })),
      log.of(onGateway({ type: 'refused', id: ID, reason: 'no' })),
      log.of(onGateway({ type: 'function failed', id: ID, role: 'transport', reason: 'time-out' })),
      log.of(onGateway({ type: 'closed', id: ID, why: 'lost' })),
    ];
    expect(JSON.stringify(seen)).not.toContain(ID);
  });
});
