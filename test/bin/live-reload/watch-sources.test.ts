import { mkdir, mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { watchSources, type SourceWatch } from '../../../bin/live-reload/watch-sources';
import { eventually } from '../../support/eventually';

describe('the watch over the sources', () => {
  let root: string;
  let watch: SourceWatch;
  const program: string[] = [];
  const running: string[] = [];
  let bursts = 0;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sources-'));
    await mkdir(path.join(root, 'functions/cores'), { recursive: true });
    await mkdir(path.join(root, 'localcloud'));
    await writeFile(path.join(root, 'functions/register.ts'), 'old');
    await writeFile(path.join(root, 'index.ts'), 'old');
    await writeFile(path.join(root, 'localcloud/faults.ts'), 'old');
    watch = watchSources(root, 'local', {
      programChanged: (file) => program.push(file),
      burstEnded: () => (bursts += 1),
      runningCodeChanged: (file) => running.push(file),
      failed: (error) => {
        throw error;
      },
    });
    await watch.ready;
  });
  afterEach(async () => {
    await watch.close();
    await rm(root, { recursive: true });
    program.length = 0;
    running.length = 0;
    bursts = 0;
  });

  async function burst(change: () => Promise<void>): Promise<void> {
    const before = bursts;
    await change();
    await eventually('the end of the burst', () => bursts > before);
  }

  it('hears of a file that is written in place, and of many writes as of one change', async () => {
    await burst(async () => {
      for (const text of ['a', 'b', 'c']) {
        await writeFile(path.join(root, 'functions/register.ts'), text);
      }
    });
    expect(program).toContain(path.join('functions', 'register.ts'));
    expect(bursts).toBe(1);
  });

  it('hears of a file that is replaced, as editors save, each time', async () => {
    for (const text of ['new', 'newer']) {
      await burst(async () => {
        await writeFile(path.join(root, 'functions/register.ts~'), text);
        await rename(
          path.join(root, 'functions/register.ts~'),
          path.join(root, 'functions/register.ts'),
        );
      });
    }
    expect(new Set(program)).toEqual(new Set([path.join('functions', 'register.ts')]));
  });

  it('hears of files that are new, and of those that go', async () => {
    const file = path.join(root, 'functions/cores/new.ts');
    await burst(() => writeFile(file, 'new'));
    await burst(() => unlink(file));
    expect(new Set(program)).toEqual(new Set([path.join('functions', 'cores', 'new.ts')]));
  });

  it('is deaf to the swap files of editors', async () => {
    await writeFile(path.join(root, 'functions/.register.ts.swp'), '');
    await burst(() => writeFile(path.join(root, 'index.ts'), 'new'));
    expect(program).toEqual(['index.ts']);
  });

  it('tells the code that runs apart from the program', async () => {
    await writeFile(path.join(root, 'localcloud/faults.ts'), 'new');
    await eventually('the change', () => running.length > 0);
    expect(running).toEqual([path.join('localcloud', 'faults.ts')]);
    expect(program).toEqual([]);
  });
});
