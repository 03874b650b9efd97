import { ActivityLog } from '../../bin/activity';
import type { CloudEvent } from '../../localcloud/cloud-event';
import { toConnectionId } from '../../protocol/connection-id';

const ID = toConnectionId('an id that nobody may see');

function onGateway(event: Extract<CloudEvent, { type: 'gateway' }>['event']): CloudEvent {
  return { type: 'gateway', apiId: 'api-1', environment: 'release', event };
}

function invocation(functionName: string, returnMessage: string): CloudEvent {
  return {
    type: 'invocation',
    functionName,
    result: {
      requestId: 'r',
      status: 200,
      returnMessage,
      errorMessage: '',
      log: '',
      durationMs: 12,
      memoryBytes: 0,
      coldStart: false,
    },
  };
}

describe('the activity of members', () => {
  it('counts the connections that are open', () => {
    const log = new ActivityLog('transport');
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
    const log = new ActivityLog('transport');
    expect(log.of(invocation('transport', '{"errNo":0,"online":3,"reached":2}'))).toEqual({
      type: 'message',
      open: 0,
      reached: 2,
      others: 2,
      durationMs: 12,
    });
  });

  it('is silent about heartbeats, failures and the other functions', () => {
    const log = new ActivityLog('transport');
    expect(log.of(invocation('transport', '{"errNo":0,"errMsg":"ok"}'))).toBeUndefined();
    expect(log.of(invocation('transport', ''))).toBeUndefined();
    expect(log.of(invocation('register', '{"online":3,"reached":2}'))).toBeUndefined();
    expect(log.of(onGateway({ type: 'pushed', id: ID, bytes: 5 }))).toBeUndefined();
  });

  it('never shows a connection id', () => {
    const log = new ActivityLog('transport');
    const seen = [
      log.of(onGateway({ type: 'connected', id: ID, durationMs: 3 })),
      log.of(onGateway({ type: 'refused', id: ID, reason: 'no' })),
      log.of(onGateway({ type: 'function failed', id: ID, role: 'transport', reason: 'time-out' })),
      log.of(onGateway({ type: 'closed', id: ID, why: 'lost' })),
    ];
    expect(JSON.stringify(seen)).not.toContain(ID);
  });
});
