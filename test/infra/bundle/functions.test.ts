import { cp, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFunctions } from '../../../infra/bundle/functions';
import { ROOT } from '../../support/program-under-mocks';

/** The cold start budget: parsing more than this shows. */
const MAX_BUNDLE_BYTES = 60 * 1024;

describe('building the functions', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  async function copyOfProject(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-build-'));
    folders.push(folder);
    for (const part of ['functions', 'protocol', 'tsconfig.json']) {
      await cp(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return folder;
  }

  it('gives the same zip bytes under the same name in two folders', async () => {
    const [one, two] = [await copyOfProject(), await copyOfProject()];
    const [first, second] = [await buildFunctions(one), await buildFunctions(two)];
    expect(second).toEqual(first);
    for (const { path: zip } of Object.values(first)) {
      expect(zip).toMatch(/^dist\/(register|transport|cleanup)-[0-9a-f]{12}\.zip$/);
      expect(await readFile(path.join(two, zip))).toEqual(await readFile(path.join(one, zip)));
    }
  });

  it(`keeps every bundle within ${MAX_BUNDLE_BYTES} bytes`, async () => {
    const zips = await buildFunctions(await copyOfProject());
    for (const { bundleBytes } of Object.values(zips)) {
      expect(bundleBytes).toBeGreaterThan(1000);
      expect(bundleBytes).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
    }
  });

  it('changes the name of just the function whose code changed', async () => {
    const folder = await copyOfProject();
    const before = await buildFunctions(folder);
    const source = path.join(folder, 'functions/cleanup.ts');
    await writeFile(source, `${await readFile(source, 'utf8')}\nexport const changed = 1;\n`);
    const after = await buildFunctions(folder);
    expect(after.register).toEqual(before.register);
    expect(after.transport).toEqual(before.transport);
    expect(after.cleanup.path).not.toBe(before.cleanup.path);
  });

  it('removes earlier builds of an hour ago, which no other command is about to upload', async () => {
    const folder = await copyOfProject();
    const before = await buildFunctions(folder);
    const old = before.cleanup.path.replace(/[0-9a-f]{12}/, '0'.repeat(12));
    const recent = before.cleanup.path.replace(/[0-9a-f]{12}/, '1'.repeat(12));
    const others = 'dist/other.zip';
    for (const file of [old, recent, others]) await writeFile(path.join(folder, file), '');
    const anHourAgo = new Date(Date.now() - 61 * 60 * 1000);
    for (const file of [old, others, before.cleanup.path]) {
      await utimes(path.join(folder, file), anHourAgo, anHourAgo);
    }
    await buildFunctions(folder);
    const left = await readdir(path.join(folder, 'dist'));
    expect(left).toEqual(
      expect.arrayContaining(
        [recent, others, before.cleanup.path].map((file) => path.basename(file)),
      ),
    );
    expect(left).not.toContain(path.basename(old));
  });

  it('says that dist/ cannot be written to, and leaves nothing half written', async () => {
    const folder = await copyOfProject();
    await writeFile(path.join(folder, 'dist'), '');
    await expect(buildFunctions(folder)).rejects.toThrow(
      /^dist\/ cannot be written to: .*EEXIST.*\nTo fix it: /,
    );
  });

  it('names file, line and column of a function that does not compile', async () => {
    const folder = await copyOfProject();
    await writeFile(path.join(folder, 'functions/register.ts'), 'export const main_handler = ;\n');
    await expect(buildFunctions(folder)).rejects.toThrow(
      /^functions\/register\.ts does not compile, so nothing was changed\.\n {2}functions\/register\.ts:1:29: /,
    );
  });
});
