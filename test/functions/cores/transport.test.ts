import { broadcast, isHeartbeat } from '../../../functions/cores/transport';
import { RegistryError } from '../../../functions/registry/registry';
import { HEARTBEAT_FRAME } from '../../../protocol/chat';
import { toConnectionId } from '../../../protocol/connection-id';
import type { DataSend } from '../../../protocol/events';
import { InMemoryRegistry } from '../../support/in-memory-registry';
import { FAILED, REFUSED, ScriptedPushBack } from '../../support/scripted-push-back';
import { SkippingClock } from '../../support/skipping-clock';

const MINUTES = 60_000;

function frame(data: string, dataType: DataSend['dataType'] = 'text'): DataSend {
  return { action: 'data send', secConnectionID: toConnectionId('sender'), dataType, data };
}

function portsOf(registry: InMemoryRegistry, pushBack = new ScriptedPushBack(), timeMs = 10_000) {
  const clock = new SkippingClock();
  return { clock, deadline: clock.deadlineIn(timeMs), registry, pushBack };
}

describe('transport', () => {
  it('sends text to everybody but the sender, with the number of people online', async () => {
    const pushBack = new ScriptedPushBack();
    const registry = new InMemoryRegistry({ sender: 0, ann: 0, bob: 0 });
    const { reply } = await broadcast(frame('hello'), portsOf(registry, pushBack));

    const data = 'hello(===Online people:3===)';
    expect(pushBack.pushed).toEqual([
      { action: 'data send', secConnectionID: 'ann', dataType: 'text', data },
      { action: 'data send', secConnectionID: 'bob', dataType: 'text', data },
    ]);
    const counts = { online: 3, reached: 2, refused: 0, failed: 0, notReached: 0 };
    expect(reply).toStrictEqual({ errNo: 0, errMsg: 'ok', ...counts });
  });

  it('passes a binary frame on as it is', async () => {
    const pushBack = new ScriptedPushBack();
    const registry = new InMemoryRegistry({ ann: 0 });
    await broadcast(frame('AAEC/w==', 'binary'), portsOf(registry, pushBack));
    expect(pushBack.pushed).toMatchObject([{ dataType: 'binary', data: 'AAEC/w==' }]);
  });

  it('counts a sender whom the list still misses', async () => {
    const registry = new InMemoryRegistry({ ann: 0 });
    const { reply } = await broadcast(frame('hello'), portsOf(registry));
    expect(reply).toMatchObject({ online: 2, reached: 1 });
  });

  it('reaches nobody, and fails at nothing, in an empty chat', async () => {
    const { reply } = await broadcast(frame('hello'), portsOf(new InMemoryRegistry()));
    expect(reply).toMatchObject({ errNo: 0, online: 1, reached: 0 });
  });

  it('prunes a refused member only when older than 60 s, and a failed one never', async () => {
    const registry = new InMemoryRegistry({ joiner: 1, stale: 2 * MINUTES, slow: 5 * MINUTES });
    const pushBack = new ScriptedPushBack({ joiner: REFUSED, stale: REFUSED, slow: FAILED });
    const { reply, fields, level } = await broadcast(frame('hello'), portsOf(registry, pushBack));

    expect(registry.ids).toEqual(['joiner', 'slow']);
    expect(reply).toMatchObject({ online: 4, reached: 0, refused: 2, failed: 1, notReached: 0 });
    expect(fields).toMatchObject({ pruned: 1, reasons: { 'errNo 301': 2, 'time-out': 1 } });
    expect(level).toBe('warn');
  });

  it('tells how many it did not reach when its time is up', async () => {
    const registry = new InMemoryRegistry({ ann: 0, bob: 0 });
    const answer = await broadcast(frame('hello'), portsOf(registry, new ScriptedPushBack(), 0));
    expect(answer.reply).toMatchObject({ errNo: 0, reached: 0, notReached: 2 });
    expect(answer).toMatchObject({ level: 'warn', fields: { notReached: 2 } });
  });

  it('sends to nobody when the members cannot be listed', async () => {
    const pushBack = new ScriptedPushBack();
    const registry = new InMemoryRegistry({ ann: 0 });
    registry.broken = true;
    await expect(broadcast(frame('hello'), portsOf(registry, pushBack))).rejects.toThrow(
      RegistryError,
    );
    expect(pushBack.pushed).toEqual([]);
  });

  it('logs counts and durations, and nothing of the text or the ids', async () => {
    const registry = new InMemoryRegistry({ 'ann-with-a-long-id': 0 });
    const { fields } = await broadcast(frame('a secret'), portsOf(registry));
    expect(fields).toMatchObject({ online: 2, reached: 1, listMs: 0, fanOutMs: 0 });
    expect(JSON.stringify(fields)).not.toMatch(/secret|sender|ann/);
  });
});

describe('a heartbeat', () => {
  it('is the reserved frame as text, and no other', () => {
    expect(isHeartbeat(frame(HEARTBEAT_FRAME))).toBe(true);
    expect(isHeartbeat(frame(HEARTBEAT_FRAME, 'binary'))).toBe(false);
    expect(isHeartbeat(frame(`${HEARTBEAT_FRAME} `))).toBe(false);
    expect(isHeartbeat(frame(''))).toBe(false);
  });
});
