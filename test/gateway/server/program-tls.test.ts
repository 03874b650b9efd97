import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually';
import { FunctionServer } from '../../support/function-server';
import { GatewayProgram, PUSH_BACK_SECRET } from '../../support/gateway-program';
import { dial, join } from '../../support/recording-client';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('skipped: there is no openssl on this machine to make keys with');

(hasOpenssl ? describe : describe.skip)('the gateway as a program, without a proxy for TLS', () => {
  let program: GatewayProgram;
  let functions: FunctionServer;

  beforeAll(async () => {
    [program, functions] = await Promise.all([GatewayProgram.build(), FunctionServer.start()]);
    makeKey('own');
    makeKey('other');
  });
  afterAll(async () => {
    await functions.close();
    await program.remove();
  });

  /** A key with a certificate for 127.0.0.1 that it has signed itself. */
  function makeKey(name: string): void {
    const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const whom = ['-subj', '/CN=gateway', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    const { status, stderr } = spawnSync('openssl', ['req', ...what, ...whom, ...files], {
      cwd: program.folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  function settings(certificate: string, key: string): Record<string, string> {
    return {
      ...functions.settings,
      GATEWAY_TLS_CERTIFICATE: certificate,
      GATEWAY_TLS_KEY: key,
    };
  }

  it('speaks wss to clients, and plain HTTP to functions', async () => {
    const gateway = await program.start(settings('own.crt', 'own.key'));
    functions.pushBackUrl = gateway.pushBackUrl;
    expect(gateway.wsUrl).toMatch(/^wss:\/\//);
    expect(gateway.pushBackUrl).toMatch(/^http:\/\//);
    const ca = readFileSync(path.join(program.folder, 'own.crt'));
    const ann = await join(gateway.wsUrl, [], { ca });
    const ben = await join(gateway.wsUrl, [], { ca });
    ann.webSocket.send('over TLS');
    await eventually('the message', () => ben.frames.length === 1);
    expect(ben.frames).toEqual(['over TLS']);

    const plain = dial(gateway.wsUrl.replace('wss', 'ws'));
    await eventually('the refusal', () => plain.closeCode !== undefined);
    expect(plain.hasOpened).toBe(false);
    expect(await gateway.stop()).toBe(0);
    expect(ben.closeCode).toBe(1001);
  });

  it.each([
    ['is no certificate', 'none.crt', 'own.key', 'ERR_OSSL_PEM_NO_START_LINE'],
    ['is of another key', 'own.crt', 'other.key', 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'],
  ])('says so where the certificate %s', async (_, certificate, key, code) => {
    writeFileSync(path.join(program.folder, 'none.crt'), 'no certificate');
    const gateway = program.spawn([], {
      ...settings(certificate, key),
      GATEWAY_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_LISTEN: '127.0.0.1:0',
      GATEWAY_PUSH_BACK_SECRET: PUSH_BACK_SECRET,
    });
    expect(await gateway.untilEnd()).toBe(1);
    expect(gateway.stderr).toEqual([
      'The configuration is wrong.',
      `- tlsCertificate and tlsKey cannot be used (${code}).`,
    ]);
  });
});
