import {
  FRAME_INTERVAL_MS,
  MAX_FRAME_LENGTH,
  MAX_WAITING_LINES,
  streamLines,
} from '../../../examples/log-stream/stream-lines';
import { parseBroadcast } from '../../../protocol/chat';
import { eventually } from '../../support/eventually';
import { InMemoryRegistry } from '../../support/in-memory-registry';
import { REFUSED, ScriptedPushBack } from '../../support/scripted-push-back';
import { SkippingClock } from '../../support/skipping-clock';

async function* linesOf(...lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

function setUp(registry: InMemoryRegistry, pushBack = new ScriptedPushBack()) {
  const clock = new SkippingClock();
  const ports = { clock, deadline: clock.deadlineIn(1e9), registry, pushBack };
  /** The texts that one page was sent, and how many are online by them. */
  const seen = (id: string) =>
    pushBack.pushed.flatMap((websocket) =>
      websocket.action === 'data send' && websocket.secConnectionID === id
        ? [parseBroadcast(websocket.data)]
        : [],
    );
  return { clock, ports, seen };
}

describe('streaming lines to every open page', () => {
  it('loses none and keeps their order', async () => {
    const lines = Array.from({ length: 2_500 }, (_, at) => `line ${at}`);
    const { ports, seen } = setUp(new InMemoryRegistry({ ann: 0, ben: 0 }));
    const counts = await streamLines(linesOf(...lines), ports);
    expect(counts).toMatchObject({ lines: 2_500, lost: 0 });
    for (const page of ['ann', 'ben']) {
      expect(
        seen(page)
          .map(({ text }) => text)
          .join('\n')
          .split('\n'),
      ).toEqual(lines);
    }
    expect(seen('ann')[0]?.online).toBe(2);
  });

  it('sends no frame that is too long, and none sooner than a moment after the last', async () => {
    const lines = Array.from({ length: 300 }, () => 'x'.repeat(1_000));
    const { clock, ports, seen } = setUp(new InMemoryRegistry({ ann: 0 }));
    const { frames } = await streamLines(
      linesOf(...lines, 'y'.repeat(MAX_FRAME_LENGTH * 2)),
      ports,
    );
    for (const { text } of seen('ann')) {
      expect(text.length).toBeLessThanOrEqual(MAX_FRAME_LENGTH + '…'.length);
    }
    expect(clock.waits).toEqual(Array<number>(frames).fill(FRAME_INTERVAL_MS));
  });

  it('sends together what has come meanwhile, and lets a writer who is too fast wait', async () => {
    let written = 0;
    let mayList: () => void = () => undefined;
    const registry = new InMemoryRegistry({ ann: 0 });
    const list = registry.list.bind(registry);
    const held = new Promise<void>((resolve) => (mayList = resolve));
    registry.list = () => held.then(list);
    async function* endless(): AsyncGenerator<string> {
      for (; written < 5 * MAX_WAITING_LINES; written += 1) yield await Promise.resolve('line');
    }
    const { ports, seen } = setUp(registry);
    const streaming = streamLines(endless(), ports);
    await eventually('as many lines to wait as may', () => written >= MAX_WAITING_LINES);
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(1.5 * MAX_WAITING_LINES);
    mayList();
    expect(await streaming).toMatchObject({ lines: 5 * MAX_WAITING_LINES });
    expect(seen('ann')[1]?.text.split('\n')).toHaveLength(MAX_WAITING_LINES);
  });

  it('looks up who is there for each frame, and takes out who is gone', async () => {
    const registry = new InMemoryRegistry({ ann: 0, gone: 120_000 });
    const { ports, seen } = setUp(registry, new ScriptedPushBack({ gone: REFUSED }));
    async function* whileBenJoins(): AsyncGenerator<string> {
      yield await Promise.resolve('first');
      while (seen('ann').length < 1) await new Promise((resolve) => setImmediate(resolve));
      registry.list = () => Promise.resolve([]);
      yield 'nobody is there';
    }
    const counts = await streamLines(whileBenJoins(), ports);
    expect(registry.ids).toEqual(['ann']);
    expect(counts).toEqual({ lines: 2, frames: 2, reached: 1, lost: 0 });
  });

  it('goes on after a frame that the registry has no answer for, and counts it', async () => {
    const registry = new InMemoryRegistry({ ann: 0 });
    registry.broken = true;
    const { ports, seen } = setUp(registry);
    async function* whileItBreaks(): AsyncGenerator<string> {
      yield await Promise.resolve('lost');
      while (registry.calls.length < 1) await new Promise((resolve) => setImmediate(resolve));
      registry.broken = false;
      yield 'arrives';
    }
    expect(await streamLines(whileItBreaks(), ports)).toMatchObject({ frames: 2, lost: 1 });
    expect(seen('ann').map(({ text }) => text)).toEqual(['arrives']);
  });
});
