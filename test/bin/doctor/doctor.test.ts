import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { ProjectCopy } from '../../support/project-copy';
import { ROOT } from '../../support/program-under-mocks';

const KEY = 'a-key-that-is-not-to-be-shown';

/** Nothing listens there, so that no test leaves this machine. */
const NOWHERE = 'http://127.0.0.1:1';

const Line = v.variant('event', [
  v.strictObject({
    event: v.literal('finding'),
    area: v.string(),
    name: v.string(),
    status: v.picklist(['ok', 'todo', 'unneeded', 'missing']),
    detail: v.string(),
    fix: v.optional(v.string()),
    neededFor: v.optional(v.picklist(['start', 'up'])),
  }),
  v.strictObject({
    event: v.literal('done'),
    ok: v.boolean(),
    missing: v.number(),
    todo: v.number(),
  }),
]);

describe('scf-chat doctor', () => {
  let home: string;
  beforeAll(() => (home = mkdtempSync(path.join(tmpdir(), 'doctor-'))));
  afterAll(() => rmSync(home, { recursive: true }));

  /** On a machine without Pulumi, whose network is broken. */
  function run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    root = ROOT,
  ) {
    const { PATH, CHROMIUM_PATH } = process.env;
    const command = [path.join(root, 'bin/scf-chat'), 'doctor', ...args];
    return spawnSync(process.execPath, command, {
      encoding: 'utf8',
      env: {
        PATH,
        CHROMIUM_PATH,
        HOME: home,
        PULUMI_HOME: path.join(home, '.pulumi'),
        HTTPS_PROXY: NOWHERE,
        npm_config_registry: NOWHERE,
        ...environment,
      },
    });
  }

  function findings(stdout: string) {
    return stdout
      .trim()
      .split('\n')
      .map((line) => v.parse(Line, JSON.parse(line)));
  }

  it('is content with a machine that can start the chat, and says what a deployment lacks', () => {
    const { status, stdout, stderr } = run(['--json']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = findings(stdout);
    expect(lines.at(-1)).toMatchObject({ event: 'done', ok: true, missing: 0 });
    const todo = lines.filter((line) => line.event === 'finding' && line.status === 'todo');
    expect(todo.every((line) => line.event === 'finding' && line.fix !== undefined)).toBe(true);
    expect(todo).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'TENCENTCLOUD_SECRET_ID', neededFor: 'up' }),
        expect.objectContaining({ name: 'Pulumi CLI' }),
        expect.objectContaining({ name: 'github.com', neededFor: 'up' }),
        expect.objectContaining({ name: 'scf.tencentcloudapi.com', neededFor: 'up' }),
      ]),
    );
  });

  it('fails for what a deployment lacks when it is asked for that', () => {
    const { status, stdout } = run(['--json', '--deploy']);
    expect(status).toBe(1);
    const done = findings(stdout).at(-1);
    expect(done).toMatchObject({ event: 'done', ok: false });
  });

  it('shows no key', () => {
    const keys = { TENCENTCLOUD_SECRET_ID: KEY, TENCENTCLOUD_SECRET_KEY: KEY };
    const { stdout, stderr } = run([], keys);
    expect(stdout).toContain('set; it is not shown');
    expect(stdout + stderr).not.toContain(KEY);
  });

  it("takes a local cloud's key for none", () => {
    const { stdout } = run(['--json'], { TENCENTCLOUD_SECRET_ID: 'AKIDLOCALabc' });
    expect(findings(stdout)).toContainEqual(
      expect.objectContaining({ name: 'TENCENTCLOUD_SECRET_ID', status: 'todo' }),
    );
  });

  it("asks the hosts that the stack's own gateway needs, with --stack", async () => {
    const copy = await ProjectCopy.ofProject();
    const settings = 'config:\n  scf-chat:gateway: machine\n  tencentcloud:region: ap-hongkong\n';
    writeFileSync(path.join(copy.root, 'Pulumi.prod.yaml'), settings);
    const names = (...args: string[]) =>
      findings(run(['--json', ...args], {}, copy.root).stdout).map(
        (line) => 'name' in line && line.name,
      );
    const ofProd = names('--stack', 'prod');
    expect(ofProd).toEqual(
      expect.arrayContaining(['cvm.tencentcloudapi.com', 'cos.ap-hongkong.myqcloud.com']),
    );
    expect(ofProd).not.toContain('apigateway.tencentcloudapi.com');
    expect(names()).toContain('apigateway.tencentcloudapi.com');
    await copy.remove();
  });

  it('says in plain words where it stands, a line or two each', () => {
    const { stdout } = run([]);
    expect(stdout).toContain('npm start and npm test have all they need.');
    expect(stdout).toMatch(/\d+ things are missing for npm run up\./);
    expect(stdout).toMatch(/^ {2}- {8}registry\.npmmirror\.com .*only needed where/m);
    expect(stdout).not.toContain('\u001b[');
  });
});
