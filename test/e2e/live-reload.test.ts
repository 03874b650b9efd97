import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ProjectCopy } from '../support/project-copy';
import { eventually } from '../support/eventually';
import {
  invokeFunction,
  joinChat,
  registeredConnections,
  startChat,
  type Line,
  type RunningChat,
} from '../support/running-chat';

describe('a chat that runs while its sources are edited', () => {
  let copy: ProjectCopy;
  let chat: RunningChat;
  beforeAll(async () => {
    copy = await ProjectCopy.ofProject();
    chat = await startChat([], process.env, copy.root);
  });
  afterAll(async () => {
    await chat.stop();
    await copy.remove();
  });

  /** The line that tells what became of a change. */
  async function next(event: string, change: () => Promise<void>): Promise<Line> {
    const before = chat.lines.length;
    await change();
    let found: Line | undefined;
    await eventually(event, () => {
      found = chat.lines.slice(before).find((line) => line.event === event);
      return found !== undefined;
    });
    return found ?? { event };
  }

  async function greeting(): Promise<unknown> {
    const answer = (await invokeFunction(chat, chat.ready.functions.cleanup, {})) as object;
    return 'greeting' in answer ? answer.greeting : undefined;
  }

  const handler = (text: string) =>
    `export const main_handler = async () => ({ errNo: 0, greeting: ${JSON.stringify(text)} });\n`;

  it('runs a new handler, and keeps the connections that are open', async () => {
    const ann = await joinChat(chat.ready.wsUrl);
    const before = await registeredConnections(chat);
    const line = await next('reloaded', () =>
      copy.edit('functions/cleanup.ts', () => handler('new')),
    );
    expect(line).toMatchObject({
      changed: [{ type: 'tencentcloud:index/scfFunction:ScfFunction', name: 'cleanup' }],
      page: false,
    });
    expect(await greeting()).toBe('new');
    expect(ann.socket.readyState).toBe(ann.socket.OPEN);
    expect(await registeredConnections(chat)).toEqual(before);
    await ann.close();
  });

  it('hears of a file that an editor has put in the place of the old one', async () => {
    await next('reloaded', async () => {
      const written = path.join(copy.root, 'functions/.cleanup.ts.new');
      await writeFile(written, handler('renamed'));
      await rename(written, path.join(copy.root, 'functions/cleanup.ts'));
    });
    expect(await greeting()).toBe('renamed');
  });

  it('names file and line of what does not compile, and goes on with what was there', async () => {
    const line = await next('reload failed', () =>
      copy.edit('functions/cleanup.ts', (text) => `${text}export const broken = ;\n`),
    );
    expect(line['reason']).toMatch(/functions\/cleanup\.ts:2:23: /);
    expect(line['needsRestart']).toBe(false);
    expect(await greeting()).toBe('renamed');
  });

  it('comes round once it compiles again', async () => {
    await next('reloaded', () => copy.edit('functions/cleanup.ts', () => handler('mended')));
    expect(await greeting()).toBe('mended');
  });

  it('shows what a handler throws, and where', async () => {
    const source = 'functions/transport.ts';
    const original = await readFile(path.join(copy.root, source), 'utf8');
    await next('reloaded', () =>
      copy.edit(source, (text) =>
        text.replace('const request =', "throw new Error('no such room');\n      const request ="),
      ),
    );
    const failed = await next('failed', async () => {
      await invokeFunction(chat, chat.ready.functions.transport, {});
    });
    const at = original.split('\n').findIndex((line) => line.includes('const request =')) + 1;
    expect(failed['reason']).toBe(
      `transport: Error: no such room (functions/transport.ts:${at}:13)`,
    );
    await next('reloaded', () => copy.edit(source, () => original));
  });

  it('names the line of the program that throws, and the page that is missing', async () => {
    const original = await readFile(path.join(copy.root, 'index.ts'), 'utf8');
    const thrown = await next('reload failed', () =>
      copy.edit('index.ts', (text) =>
        text.replace('const project =', "throw new Error('no');\n  const project ="),
      ),
    );
    const at = original.split('\n').findIndex((line) => line.includes('const project =')) + 1;
    expect(thrown['reason']).toContain(`(index.ts:${at}:9)`);
    await next('reloaded', () => copy.edit('index.ts', () => original));
    const page = path.join(copy.root, 'web/index.html');
    const html = await readFile(page, 'utf8');
    const missing = await next('reload failed', () => rm(page));
    expect(missing['reason']).toMatch(/^web\/index\.html cannot be read[^\n]*$/);
    await next('reloaded', () => writeFile(page, html));
  });

  it('serves the new page', async () => {
    const line = await next('reloaded', () =>
      copy.edit('web/texts.ts', (text) => text.replace("'Write a message'", "'Say something'")),
    );
    expect(line).toMatchObject({ changed: [], page: true });
    const page = await fetch(chat.ready.page);
    expect(await page.text()).toContain('Say something');
  });

  it('takes up a setting that the cloud can change in place', async () => {
    const line = await next('reloaded', () =>
      copy.edit('Pulumi.local.yaml', (text) => `${text}  scf-chat:functionTimeout: 20\n`),
    );
    expect((line['changed'] as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'cleanup',
      'register',
      'transport',
    ]);
  });

  it('says of what needs a new deployment that it does, and changes nothing', async () => {
    const line = await next('reload failed', () =>
      copy.edit('infra/names.ts', (text) => text.replace('register:', "register: 'other' +")),
    );
    expect(line).toMatchObject({ needsRestart: true });
    expect(line['reason']).toContain('npm start');
    expect(await greeting()).toBe('mended');
  });

  it('says of the code that it runs on itself that it needs a restart', async () => {
    const line = await next('reload failed', () =>
      copy.edit('localcloud/faults.ts', (text) => `${text}\n`),
    );
    expect(line).toMatchObject({ needsRestart: true });
    expect(line['reason']).toContain(path.join('localcloud', 'faults.ts'));
  });
});
