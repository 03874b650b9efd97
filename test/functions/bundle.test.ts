import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { FUNCTION_ROLES, type FunctionRole } from '../../protocol/events';

/** The budget of a function's code. */
const MAX_BUNDLE_BYTES = 60 * 1024;

const ROOT = path.join(__dirname, '..', '..');
const NO_WEBSOCKET = 'not found web socket (websocket is missing or malformed)';

const GARBAGE = [null, 7, 'text', [], {}, { websocket: 7 }, { requestContext: 'x' }];

/** Calls the bundle's handler as SCF would, in a process of its own with an empty environment. */
const CALL = `
  const { main_handler } = require(process.argv[1]);
  console.log = () => {};
  Promise.all(JSON.parse(process.argv[2]).map((event) => main_handler(event, {})))
    .then((replies) => process.stdout.write(JSON.stringify(replies)));
`;

function repliesOf(bundle: string, events: readonly unknown[]): unknown {
  const result = spawnSync(process.execPath, ['-e', CALL, bundle, JSON.stringify(events)], {
    env: {},
    encoding: 'utf8',
  });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout);
}

describe.each(FUNCTION_ROLES)('the bundle of %s', (role) => {
  let folder: string;
  let bundle: string;
  let imports: string[];
  let bytes: number;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bundle-test-'));
    bundle = path.join(folder, 'index.js');
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: [`functions/${role}.ts`],
      outfile: bundle,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      metafile: true,
    });
    const [output] = Object.values(metafile.outputs);
    bytes = output?.bytes ?? NaN;
    imports = output?.imports.map((entry) => entry.path) ?? [];
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is no larger than 60 KB', () => {
    expect(bytes).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  it('needs nothing but Node', () => {
    const builtIn = builtinModules.map((name) => `node:${name}`);
    expect(builtIn).toEqual(expect.arrayContaining(imports));
  });

  it('answers garbage', () => {
    const expected: Record<FunctionRole, unknown> = {
      register: { errNo: 101, errMsg: 'not found request context' },
      transport: { errNo: 102, errMsg: NO_WEBSOCKET },
      cleanup: { errNo: 102, errMsg: NO_WEBSOCKET },
    };
    expect(repliesOf(bundle, GARBAGE)).toEqual(GARBAGE.map(() => expected[role]));
  });

  it('answers an event that it understands with 202 where nothing is configured', () => {
    const websocket: Record<FunctionRole, object> = {
      register: { action: 'connecting', secConnectionID: 'a' },
      transport: { action: 'data send', secConnectionID: 'a', dataType: 'text', data: 'hello' },
      cleanup: { action: 'closing', secConnectionID: 'a' },
    };
    const event = { requestContext: {}, websocket: websocket[role] };
    expect(repliesOf(bundle, [event])).toEqual([
      { errNo: 202, errMsg: 'The chat is not set up completely; its log says more.' },
    ]);
  });
});
