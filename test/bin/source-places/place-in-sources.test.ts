import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { functionSourceMaps } from '../../../bin/source-places/function-source-maps';
import { placeInSources } from '../../../bin/source-places/place-in-sources';
import { compileWithMap } from '../../../infra/bundle/compile';
import { functionFiles } from '../../../infra/bundle/function-files';

describe('places in a bundle', () => {
  let root: string;
  let bundle: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'scf-chat-places-'));
    await mkdir(path.join(root, 'functions'));
    await mkdir(path.join(root, 'dist'));
    const source =
      'const text: string = "boom";\n\nexport const fail = () => {\n  throw new Error(text);\n};\n';
    await writeFile(path.join(root, 'functions/register.ts'), source);
    const { code, map } = await compileWithMap('functions/register.ts', {
      absWorkingDir: root,
      entryPoints: ['functions/register.ts'],
      format: 'cjs',
    });
    bundle = path.join(root, 'index.js');
    await writeFile(bundle, code);
    await writeFile(path.join(root, functionFiles('register', code).map), map);
  });
  afterAll(() => rm(root, { recursive: true }));

  function stackOfFault(): string {
    const { fail } = jest.requireActual<{ fail: () => never }>(bundle);
    try {
      return fail();
    } catch (error) {
      return (error as Error).stack ?? '';
    }
  }

  it('become those in the sources, also where JSON quotes them', () => {
    const stack = stackOfFault();
    expect(stack).toContain(bundle);
    for (const text of [stack, JSON.stringify({ stack })]) {
      const shown = placeInSources(text, functionSourceMaps(root));
      expect(shown).toContain('functions/register.ts:4:9');
      expect(shown).not.toContain(bundle);
    }
  });

  it('stay where nothing is known about the file', () => {
    const text = 'Error: x\n    at f (/nowhere/index.js:1:2)\n    at node:internal/timers:3:4';
    expect(placeInSources(text, functionSourceMaps(root))).toBe(text);
  });
});
