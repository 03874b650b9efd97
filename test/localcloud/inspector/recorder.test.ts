import type { GatewayEvent } from '../../../gateway/engine/ports';
import type { Entry } from '../../../localcloud/inspector/entry';
import {
  MAX_EVENT_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  Recorder,
} from '../../../localcloud/inspector/recorder';
import type { InvocationResult } from '../../../localcloud/runtime/invocation';
import { toConnectionId } from '../../../protocol/connection-id';
import { FakeClock } from '../../support/fake-clock';

const ANN = toConnectionId('ann');
const BEN = toConnectionId('ben');

const OK: InvocationResult = {
  requestId: '1',
  status: 200,
  returnMessage: '{"errNo":0}',
  errorMessage: '',
  log: 'START RequestId: 1',
  durationMs: 12,
  memoryBytes: 0,
  coldStart: true,
};

class Recording {
  readonly clock = new FakeClock();
  readonly changed: number[] = [];
  readonly recorder = new Recorder({
    clock: this.clock,
    secrets: () => ['s3cret'],
    listener: {
      changed: (id) => this.changed.push(id),
      counted: () => undefined,
      closed: () => undefined,
    },
  });

  gateway(event: GatewayEvent): void {
    this.recorder.observe({ type: 'gateway', apiId: 'api-1', environment: 'release', event });
  }

  call(requestId: string, action: string, roleName = 'transport', id = ANN): void {
    const event = JSON.stringify({ websocket: { action, secConnectionID: id } });
    this.recorder.callBegan({ requestId, functionName: 'fn', roleName, event });
  }

  push(target: string, data = 'hi'): void {
    this.recorder.pushBack({
      apiId: 'api-1',
      body: { websocket: { action: 'data send', secConnectionID: target, data } },
      status: 200,
      answer: { errNo: 0, errMsg: 'ok' },
      durationMs: 3,
    });
  }

  cos(roleName: string, status = 200): void {
    this.recorder.cosRequest({
      method: 'GET',
      bucket: 'registry',
      path: '/',
      query: 'prefix=connections%2F&q-signature=abc',
      principal: { type: 'role', roleName },
      body: Buffer.alloc(0),
      status,
      answer: '<List/>',
      durationMs: 2,
    });
  }

  get entries(): Entry[] {
    return this.recorder.timeline.entries();
  }
}

describe('the recorder', () => {
  it('knows who is connected and how many frames went either way', () => {
    const recording = new Recording();
    recording.gateway({ type: 'connected', id: ANN, durationMs: 5 });
    recording.gateway({ type: 'message', id: ANN, bytes: 2, durationMs: 1 });
    recording.gateway({ type: 'pushed', id: ANN, bytes: 2 });
    recording.gateway({ type: 'pushed', id: ANN, bytes: 2 });
    expect(recording.recorder.openConnections()).toEqual([
      {
        id: ANN,
        apiId: 'api-1',
        environment: 'release',
        since: recording.clock.now(),
        received: 1,
        pushed: 2,
      },
    ]);
    recording.gateway({ type: 'closed', id: ANN, why: 'client' });
    expect(recording.recorder.openConnections()).toEqual([]);
    expect(recording.entries.map(({ title, result }) => [title, result])).toEqual([
      ['connected', '1 open'],
      ['closed', 'client'],
    ]);
  });

  it('shows a call while it runs, then what came of it', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    expect(recording.entries[0]).toMatchObject({ outcome: 'running', connections: [ANN] });
    recording.recorder.callEnded(OK);
    expect(recording.entries).toMatchObject([
      {
        title: 'fn ← data send',
        outcome: 'ok',
        result: '200, errNo 0, cold start',
        durationMs: 12,
        log: 'START RequestId: 1',
        answer: '{"errNo":0}',
      },
    ]);
  });

  it('tells a failed call by its status and its error', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    const failed = { status: 433, returnMessage: '', errorMessage: '{"errorCode":-1}' } as const;
    recording.recorder.callEnded({ ...OK, ...failed, coldStart: false });
    expect(recording.entries).toMatchObject([
      { outcome: 'failed', result: '433', answer: '{"errorCode":-1}' },
    ]);
  });

  it('shows a call as failed that has answered with an errNo', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    recording.recorder.callEnded({ ...OK, returnMessage: '{"errNo":204}', coldStart: false });
    expect(recording.entries).toMatchObject([{ outcome: 'failed', result: '200, errNo 204' }]);
  });

  it('makes push-backs and COS requests parts of the one call that they can belong to', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    recording.cos('transport');
    recording.push(BEN);
    const [call, cos, push] = recording.entries;
    expect(cos).toMatchObject({
      call: call?.id,
      connections: [ANN],
      title: 'GET /?prefix=connections%2F',
    });
    expect(push).toMatchObject({ call: call?.id, targets: [BEN], connections: [BEN, ANN] });
  });

  it('makes them parts of none where several calls may have made them', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    recording.call('2', 'data send', 'transport', BEN);
    recording.cos('transport');
    recording.push(BEN);
    expect(recording.entries.slice(2).map(({ call }) => call)).toEqual([undefined, undefined]);
    expect(recording.entries[3]?.connections).toEqual([BEN]);
  });

  it('does not take register for one that pushes', () => {
    const recording = new Recording();
    recording.call('1', 'connecting', 'register', BEN);
    recording.call('2', 'closing', 'cleanup');
    recording.push(BEN);
    expect(recording.entries[2]?.call).toBe(recording.entries[1]?.id);
  });

  it('tells a refused push-back and an unhappy COS apart from others', () => {
    const recording = new Recording();
    recording.cos('transport', 503);
    recording.recorder.pushBack({
      apiId: 'api-1',
      body: 'not even an object',
      status: 200,
      answer: { errNo: 302, errMsg: 'malformed' },
      durationMs: 1,
    });
    expect(recording.entries).toMatchObject([
      { outcome: 'failed', result: '503' },
      { outcome: 'failed', result: '200, errNo 302', title: 'malformed' },
    ]);
  });

  it('hides secrets in all it shows, and cuts what is too long', () => {
    const recording = new Recording();
    const event = JSON.stringify({ key: 's3cret', text: 'x'.repeat(MAX_TEXT_CHARACTERS) });
    recording.recorder.callBegan({ requestId: '1', functionName: 'fn', roleName: '', event });
    recording.recorder.callEnded({ ...OK, log: 'the key is s3cret', returnMessage: '"s3cret"' });
    recording.gateway({ type: 'refused', id: ANN, reason: 's3cret' });
    recording.push(BEN, 'my s3cret');
    expect(JSON.stringify(recording.entries)).not.toContain('s3cret');
    expect(recording.entries[0]?.payload?.length).toBeLessThan(MAX_TEXT_CHARACTERS + 100);
    expect(recording.recorder.timeline.eventOf(1)?.event).toBe(event);
  });

  it('tells what has changed by its id', () => {
    const recording = new Recording();
    recording.call('1', 'data send');
    recording.push(BEN);
    recording.recorder.callEnded(OK);
    const [call, push] = recording.entries;
    expect(recording.changed).toEqual([call?.id, push?.id, call?.id]);
    expect(recording.recorder.timeline.entry(push?.id ?? 0)).toEqual(push);
  });

  it('keeps no event for a replay that is too long', () => {
    const recording = new Recording();
    const event = JSON.stringify('x'.repeat(MAX_EVENT_CHARACTERS));
    recording.recorder.callBegan({ requestId: '1', functionName: 'fn', roleName: '', event });
    expect(recording.recorder.timeline.eventOf(1)).toBeUndefined();
    expect(recording.entries[0]).not.toHaveProperty('replayable');
  });

  it('notes the faults that are set from then on', () => {
    const recording = new Recording();
    recording.recorder.faultsSet({ pushBack: 429 });
    expect(recording.entries).toMatchObject([{ kind: 'fault', faults: { pushBack: 429 } }]);
  });
});
