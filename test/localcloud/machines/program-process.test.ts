import { once } from 'node:events';
import { ProgramProcess } from '../../../localcloud/machines/program-process';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fake-clock';

describe('a program of a machine', () => {
  it('has no process from its end until it is started again', async () => {
    const clock = new FakeClock();
    const program = new ProgramProcess({
      name: 'program',
      command: process.execPath,
      args: ['-e', 'console.log("ready"); process.stdin.resume()'],
      environment: {},
      clock,
      onLog: () => undefined,
      untilReady: ({ stdout }) => (stdout ? once(stdout, 'data') : Promise.resolve()),
    });
    expect(program.pid).toBeUndefined();
    await program.start();
    const first = program.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await eventually('its end to be known', () => program.pid === undefined);
    await clock.advance(1_000);
    expect(program.pid).not.toBe(first);
    await program.kill();
    expect(program.pid).toBeUndefined();
  });
});
