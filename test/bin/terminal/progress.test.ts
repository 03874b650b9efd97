import pc from 'picocolors';
import { Progress } from '../../../bin/terminal/progress';
import type { Terminal } from '../../../bin/terminal/terminal';

const ERASE = '\r\u001b[2K';

function terminalOf(written: string[], isInteractive: boolean): Terminal {
  return { write: (text) => written.push(text), isInteractive, colors: pc.createColors(false) };
}

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is silent for a second, then says what goes on and for how long', () => {
    const written: string[] = [];
    const progress = new Progress(terminalOf(written, true));
    progress.begin(() => 'compiling');
    jest.advanceTimersByTime(900);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(1200);
    expect(written.at(-1)?.startsWith(ERASE)).toBe(true);
    expect(written.at(-1)).toMatch(/ compiling 2 s$/);
    progress.end();
    expect(written.at(-1)).toBe(ERASE);
    jest.advanceTimersByTime(5000);
    expect(written.at(-1)).toBe(ERASE);
  });

  it('writes nothing where lines cannot be taken back', () => {
    const written: string[] = [];
    const progress = new Progress(terminalOf(written, false));
    progress.begin(() => 'compiling');
    jest.advanceTimersByTime(5000);
    progress.end();
    expect(written).toEqual([]);
  });
});
