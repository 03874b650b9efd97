import { connectionHash as hashOfFunctions } from '../../../functions/registry/key';
import { connectionHash, createLog, type LogLevel } from '../../../gateway/server/log';
import { toConnectionId } from '../../../protocol/connection-id';
import { FakeClock } from '../../support/fake-clock';

function logAt(level: LogLevel) {
  const lines: string[] = [];
  return { lines, log: createLog(level, new FakeClock(0), (line) => lines.push(line)) };
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { lines, log } = logAt('info');
    log('warn', 'function failed', { role: 'transport', reason: 'HTTP 500\n' });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"warn","event":"function failed","role":"transport","reason":"HTTP 500\\n"}\n',
    ]);
  });

  it('leaves out what is below its level, and does not even make its fields', () => {
    const { lines, log } = logAt('warn');
    const fields = jest.fn(() => ({ a: 1 }));
    log('info', 'quiet', fields);
    expect(fields).not.toHaveBeenCalled();
    log('error', 'loud', fields);
    expect(lines).toHaveLength(1);
  });

  it('shows a connection as the log of the functions does, so that one can be followed', () => {
    const id = toConnectionId('a+b/c==');
    expect(connectionHash(id)).toBe(hashOfFunctions(id));
    expect(connectionHash(id)).toMatch(/^[0-9a-f]{8}$/);
  });
});
