import { sweep } from '../../../functions/cores/sweep';
import { InMemoryRegistry } from '../../support/in-memory-registry';
import { FAILED, REFUSED, ScriptedPushBack } from '../../support/scripted-push-back';
import { SkippingClock } from '../../support/skipping-clock';

describe('a sweep', () => {
  it('removes connections that the gateway refuses, joiners and unanswered ones not', async () => {
    const clock = new SkippingClock();
    const registry = new InMemoryRegistry({
      open: 90_000,
      stale: 90_000,
      joiner: 1_000,
      mute: 90_000,
    });
    const pushBack = new ScriptedPushBack({ stale: REFUSED, joiner: REFUSED, mute: FAILED });
    const { reply, level } = await sweep({
      clock,
      deadline: clock.deadlineIn(10_000),
      registry,
      pushBack,
    });
    expect(reply).toEqual({
      errNo: 0,
      errMsg: 'ok',
      registered: 4,
      reached: 1,
      refused: 2,
      failed: 1,
      notReached: 0,
    });
    expect(level).toBe('warn');
    expect(registry.ids.sort()).toEqual(['joiner', 'mute', 'open']);
  });

  it('pushes nothing that a person would see', async () => {
    const clock = new SkippingClock();
    const pushBack = new ScriptedPushBack();
    const registry = new InMemoryRegistry({ open: 0 });
    await sweep({ clock, deadline: clock.deadlineIn(10_000), registry, pushBack });
    expect(pushBack.pushed).toEqual([
      { action: 'data send', secConnectionID: 'open', dataType: 'text', data: '\u0016' },
    ]);
  });
});
