import * as v from 'valibot';
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

describe('scf-chat bench fan-out', () => {
  it('prints a row for the chat and for each control, and none has missed a member', async () => {
    const args = ['bench', 'fan-out', '--members', '20', '--rounds', '1', '--json'];
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => v.parse(RowSchema, JSON.parse(line)));
    expect(rows.map(({ subject, missed }) => ({ subject, missed }))).toEqual([
      { subject: 'scf-chat', missed: 0 },
      { subject: 'article', missed: 0 },
      { subject: 'floor', missed: 0 },
      { subject: 'raw ws', missed: 0 },
    ]);
  }, 30_000);
});

describe('scf-chat bench', () => {
  it('names the benchmarks there are when asked for another', async () => {
    const { code, stdout, stderr } = await runCommand(['bench', 'fanout', '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^There is no benchmark fanout\. There are: fan-out, .*\.\n$/);
  });
});
