import { execFile } from 'node:child_process';
import path from 'node:path';
import { FUNCTION_ROLES } from '../../protocol/events';
import { STATEMENT_GROUPS } from '../support/conformance/statements';
import { freePort } from '../support/free-port';
import { GatewayProgram } from '../support/gateway-program';

const ROOT = path.join(__dirname, '..', '..');
const IDLE_TIMEOUT = '2';
/** Every ending but a push-back `closing`: docs/gateway.md. */
const CLEANUP_AFTER =
  'lost,bad frame,too large,push-back failed,idle,function failed,too slow,given up,shutdown';

const GATEWAY_TITLES = ['Handshake', 'Data', 'Closing', 'Push-back'];
/** Trouble that a gateway makes on purpose. */
const ON_PURPOSE = 24;
const SEEN_FROM_OUTSIDE = STATEMENT_GROUPS.filter(({ title }) => GATEWAY_TITLES.includes(title))
  .flatMap(({ statements }) => Object.keys(statements).map(Number))
  .filter((number) => number !== ON_PURPOSE);

/** Runs a command of the project with this Node; gives all that it wrote. */
function scfChat(...args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const command = [path.join(ROOT, 'bin/scf-chat'), ...args];
    execFile(process.execPath, command, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), output: stderr + stdout });
    });
  });
}

describe('the gateway as a program, under `npm run conformance`', () => {
  let program: GatewayProgram;

  beforeAll(async () => {
    program = await GatewayProgram.build();
  });
  afterAll(() => program.remove());

  it('keeps every statement about a gateway that can be seen from outside', async () => {
    const port = await freePort();
    const { wsUrl, pushBackUrl } = await program.start({
      ...Object.fromEntries(
        FUNCTION_ROLES.map((role) => [
          `GATEWAY_${role.toUpperCase()}`,
          `http://127.0.0.1:${port}/`,
        ]),
      ),
      GATEWAY_IDLE_TIMEOUT: IDLE_TIMEOUT,
    });
    const { exitCode, output } = await scfChat(
      ...['conformance', '--ws', wsUrl, '--push-back', pushBackUrl],
      ...['--functions-port', String(port), '--idle-timeout', IDLE_TIMEOUT],
      ...['--cleanup-after', CLEANUP_AFTER],
    );
    const [counts = ''] = /^\d+ passed, \d+ failed.*$/m.exec(output) ?? [];
    process.stdout.write(`the gateway program under the conformance suite: ${counts}\n`);
    expect([exitCode, exitCode === 0 ? '' : output]).toEqual([0, '']);

    const kept = new Set([...output.matchAll(/✓ (\d+) /g)].map(([, number]) => Number(number)));
    expect([...kept].sort((one, other) => one - other)).toEqual(SEEN_FROM_OUTSIDE);
    const notRun = [...output.matchAll(/○ skipped .* NOT RUN: needs (.*)$/gm)];
    expect(new Set(notRun.map(([, need]) => need))).toEqual(
      new Set(['switches or faults, which cannot be set from outside']),
    );
  });
});
