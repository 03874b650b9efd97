import pc from 'picocolors';
import { textReporter } from '../../../bin/reporters/text-reporter';
import type { Reporter } from '../../../bin/reporters/reporter';

const READY = {
  version: '1.2.3',
  page: 'http://127.0.0.1:4000/',
  inspector: 'http://127.0.0.1:4000/_inspector',
  wsUrl: 'ws://127.0.0.1:5000/release/',
  gateway: 'api-gateway',
  pushBackUrl: 'http://127.0.0.1:5000/api-secret',
  bucket: 'scf-chat-local-1250000000',
  functions: { register: 'fn-register', transport: 'fn-transport', cleanup: 'fn-cleanup' },
  cloud: 'http://127.0.0.1:4000',
  env: { TENCENTCLOUD_SECRET_KEY: 'secret' },
  startedInMs: 1234,
} as const;

describe('the text for people', () => {
  let text: string;
  let reporter: Reporter;
  beforeEach(() => {
    text = '';
    reporter = textReporter({
      write: (more) => (text += more),
      isInteractive: false,
      colors: pc.createColors(false),
    });
  });

  it('tells the steps, then what runs where, and no secret', () => {
    reporter.starting({ version: '1.2.3', cloud: READY.cloud, startedInMs: 40 });
    reporter.created({ type: 'a:b:ScfFunction', name: 'register', durationMs: 0 });
    reporter.created({ type: 'a:b:ScfFunction', name: 'cleanup', durationMs: 0 });
    reporter.ready(READY);
    expect(text).toMatch(/✓ local cloud up at http:\/\/127\.0\.0\.1:4000 +40 ms/);
    expect(text).toMatch(/✓ settings checked, functions and page compiled +\d+ ms/);
    expect(text).toMatch(/✓ 2 resources made, wired and released +\d+ ms/);
    expect(text).toMatch(/Page +http:\/\/127\.0\.0\.1:4000\/ /);
    expect(text).toMatch(/Inspector +http:\/\/127\.0\.0\.1:4000\/_inspector /);
    expect(text).toMatch(/WebSocket +ws:\/\/127\.0\.0\.1:5000\/release\/ /);
    expect(text).toMatch(/transport +function fn-transport /);
    expect(text).toContain('Ready in 1.2 s');
    expect(text).not.toContain('secret');
    expect(text).not.toContain('\u001b');
  });

  it('says of a gateway what it is, and no more than is there', () => {
    reporter.ready({ ...READY, gateway: 'external' });
    expect(text).toMatch(/WebSocket +ws:\S+ +a gateway of yours\n/);
    expect(text).toContain('The page needs your gateway: docs/gateway.md');
    expect(text).not.toContain('emulated API Gateway');
    expect(text).not.toContain('Open the page');
    reporter.ready({ ...READY, gateway: 'machine' });
    expect(text).toMatch(/WebSocket +ws:\S+ +gateway's own machine\n/);
  });

  it('says that the usual port is taken', () => {
    reporter.starting({ version: '1', cloud: READY.cloud, takenPort: 4000, startedInMs: 40 });
    expect(text).toContain('Port 4000 is in use, so this chat is at http://');
  });

  it('puts a note of many lines under its time', () => {
    reporter.notice('the gateway speaks ws\nand not wss');
    expect(text).toMatch(/^ +[\d:]+ {2}note +the gateway speaks ws\n {10}and not wss\n$/);
  });

  it('fits a terminal of 80 columns', () => {
    reporter.starting({ version: '1.2.3', cloud: READY.cloud, startedInMs: 40 });
    reporter.ready(READY);
    const longest = Math.max(...text.split('\n').map(({ length }) => length));
    expect(longest).toBeLessThanOrEqual(80);
  });

  it('names what a reload has changed', () => {
    const changed = [
      { type: 'tencentcloud:index/scfFunction:ScfFunction', name: 'transport' },
      { type: 'pulumi-nodejs:dynamic/apigateway:WebSocketDeployment', name: 'gateway' },
    ];
    reporter.reloaded({ changed, page: true, durationMs: 250 });
    reporter.reloaded({ changed: [], page: false, durationMs: 250 });
    expect(text).toMatch(/reloaded +transport, WebSocketDeployment gateway, the page {2}250 ms\n/);
    expect(text).toContain('nothing is different');
  });

  it('shows why something is not live, whole, and what runs instead', () => {
    reporter.reloadFailed({ reason: 'it does not compile\n  a.ts:1:2: why', needsRestart: false });
    expect(text).toMatch(/failed +it does not compile\n +a\.ts:1:2: why\n +The version before/);
    text = '';
    reporter.reloadFailed({ reason: 'start anew', needsRestart: true });
    expect(text).toMatch(/^ +[\d:]+ {2}restart +start anew\n$/);
  });
});
