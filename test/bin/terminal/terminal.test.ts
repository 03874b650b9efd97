import { PassThrough } from 'node:stream';
import { terminalOn } from '../../../bin/terminal/terminal';

function stream(more: object): NodeJS.WriteStream {
  return Object.assign(new PassThrough(), more) as unknown as NodeJS.WriteStream;
}

describe('a stream for people', () => {
  const before = process.env['CI'];
  afterEach(() => {
    if (before === undefined) delete process.env['CI'];
    else process.env['CI'] = before;
  });

  it('has no colours and nothing that moves when it is no terminal, also on CI', () => {
    process.env['CI'] = 'true';
    const terminal = terminalOn(stream({ isTTY: false }));
    expect(terminal.isInteractive).toBe(false);
    expect(terminal.colors.red('text')).toBe('text');
  });

  it('has the colours that its terminal has', () => {
    const plain = terminalOn(stream({ isTTY: true, hasColors: () => false }));
    const colored = terminalOn(stream({ isTTY: true, hasColors: () => true }));
    expect(plain.colors.red('text')).toBe('text');
    expect(colored.colors.red('text')).toBe('\u001b[31mtext\u001b[39m');
  });
});
