import { eventually } from '../../support/eventually';
import { FunctionServer } from '../../support/function-server';
import { GatewayProgram, PUSH_BACK_SECRET } from '../../support/gateway-program';
import { join } from '../../support/recording-client';

describe('the gateway as a program, where something is wrong', () => {
  let program: GatewayProgram;
  let functions: FunctionServer;

  beforeAll(async () => {
    [program, functions] = await Promise.all([GatewayProgram.build(), FunctionServer.start()]);
  });
  afterEach(() => program.stopAll());
  afterAll(async () => {
    await functions.close();
    await program.remove();
  });

  it('lists all that is wrong with its configuration at once, without secrets, and exits with 1', async () => {
    const gateway = program.spawn([], {
      GATEWAY_REGISTER: 'http://127.0.0.1:1/?token=very-secret',
      GATEWAY_TRANSPORT: 'transport',
      GATEWAY_PUSH_BACK_SECRET: 'short-secret',
      GATEWAY_LISTEN: '8080',
      GATEWAY_IDLE_TIMEOUT: 'soon',
    });
    expect(await gateway.untilEnd()).toBe(1);
    expect(gateway.stdout).toEqual([]);
    expect(gateway.stderr.map((line) => line.split(':')[0])).toEqual([
      'The configuration is wrong.',
      '- cleanup (GATEWAY_CLEANUP) is missing',
      '- GATEWAY_LISTEN is "8080"',
      '- GATEWAY_IDLE_TIMEOUT is "soon"',
      '- GATEWAY_PUSH_BACK_SECRET cannot be used',
      '- scfRegion (GATEWAY_SCF_REGION) is missing',
      '- There are no credentials to call SCF with',
    ]);
    expect(gateway.stderr.join()).not.toContain('secret-');
    expect(gateway.stderr.join()).not.toContain('very-secret');
  });

  it('says which port it cannot have', async () => {
    const { port } = functions;
    const gateway = program.spawn([], {
      ...functions.settings,
      GATEWAY_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_LISTEN: `127.0.0.1:${port}`,
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
    });
    expect(await gateway.untilEnd()).toBe(1);
    expect(gateway.stderr).toEqual([
      'The configuration is wrong.',
      `- pushBackListen (GATEWAY_PUSH_BACK_LISTEN): port ${port} of 127.0.0.1 cannot be opened (EADDRINUSE).`,
    ]);
  });

  it('names each file that it cannot read', async () => {
    const gateway = program.spawn([], {
      ...functions.settings,
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
      GATEWAY_TLS_CERTIFICATE: 'no-such.crt',
      GATEWAY_TLS_KEY: 'no-such.key',
    });
    expect(await gateway.untilEnd()).toBe(1);
    expect(gateway.stderr).toEqual([
      'The configuration is wrong.',
      '- no-such.crt cannot be read (ENOENT).',
      '- no-such.key cannot be read (ENOENT).',
    ]);
  });

  it('warns of a variable that looks like a setting and is none', async () => {
    const gateway = await program.start({
      ...functions.settings,
      GATEWAY_PUSHBACK_ALLOW: '10.0.0.0/8',
    });
    await eventually('the warning', () => gateway.logs.length > 1);
    expect(gateway.logs).toContainEqual(
      expect.objectContaining({ level: 'warn', variable: 'GATEWAY_PUSHBACK_ALLOW' }),
    );
  });

  it('ends in good order where nobody can learn that it is ready', async () => {
    const gateway = program.spawn(['--json'], {
      ...functions.settings,
      GATEWAY_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
    });
    gateway.process.stdout?.destroy();
    expect(await gateway.untilEnd()).toBe(1);
    expect(gateway.stderr.at(-1)).toBe('Nothing can be printed: write EPIPE');
  });

  it('serves on where nobody reads its log any more', async () => {
    const gateway = await program.start({ ...functions.settings, GATEWAY_LOG_LEVEL: 'debug' });
    functions.pushBackUrl = gateway.pushBackUrl;
    gateway.process.stderr?.destroy();
    const [ann, ben] = [await join(gateway.wsUrl), await join(gateway.wsUrl)];
    ann.webSocket.send('still here');
    await eventually('the message', () => ben.frames.length === 1);
    expect(await gateway.stop()).toBe(0);
  });
});
