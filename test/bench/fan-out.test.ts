import * as v from 'valibot';
import { isPushpinInstalled } from '../../bench/control/pushpin/start-pushpin';
import { runCommand } from '../support/running-chat';

const SpreadSchema = v.strictObject({ median: v.number(), min: v.number(), max: v.number() });
const RowSchema = v.looseObject({
  benchmark: v.literal('fan-out'),
  subject: v.string(),
  members: v.literal(20),
  rounds: v.literal(1),
  lastMs: SpreadSchema,
  medianMs: SpreadSchema,
  pushesPerSecond: SpreadSchema,
  missed: v.number(),
});

/** The last control, which is there where Debian's packages are installed. */
const PUSHPIN = isPushpinInstalled()
  ? { subject: 'Pushpin', members: 20, missed: 0 }
  : { subject: 'Pushpin', members: 20, note: 'not measured: apt-get install pushpin zurl' };

describe('scf-chat bench fan-out', () => {
  it('prints a row for the chat and for each control, and none has missed a member', async () => {
    const args = ['bench', 'fan-out', '--members', '20', '--rounds', '1', '--json'];
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines: unknown[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines.pop()).toMatchObject(PUSHPIN);
    const rows = lines.map((line) => v.parse(RowSchema, line));
    expect(rows.map(({ subject, missed }) => ({ subject, missed }))).toEqual([
      { subject: 'scf-chat', missed: 0 },
      { subject: 'article', missed: 0 },
      { subject: 'floor', missed: 0 },
      { subject: 'raw ws', missed: 0 },
    ]);
  }, 60_000);
});

describe('scf-chat bench', () => {
  it('names the benchmarks there are when asked for another', async () => {
    const { code, stdout, stderr } = await runCommand(['bench', 'fanout', '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^There is no benchmark fanout\. There are: fan-out, .*\.\n$/);
  }, 30_000);
});
