import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parseBroadcast } from '../../../protocol/chat';
import { eventually } from '../../support/eventually';
import { describeInChromium, hears, usePageWindows } from '../../support/page-windows';
import { ROOT } from '../../support/program-under-mocks';
import { joinChat, startChat, type Member, type RunningChat } from '../../support/running-chat';

const LINES = ['GET / 200', 'GET /favicon.ico 404', '日志 <b>三</b>'];

describe('the log stream, beside a chat that really runs', () => {
  let chat: RunningChat;
  let folder: string;
  const members: Member[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'log-stream-'));
    chat = await startChat();
    members.push(await joinChat(chat.ready.wsUrl), await joinChat(chat.ready.wsUrl));
  });
  afterAll(async () => {
    await Promise.all(members.map((member) => member.close()));
    await chat.stop();
    rmSync(folder, { recursive: true });
  });

  /** Starts it as a person does; what is written to its stdin is streamed. */
  function start(args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    const script = path.join(ROOT, 'examples/log-stream/log-stream.js');
    const child = spawn(process.execPath, [script, ...args], { env: environment });
    const said = text(child.stderr);
    const ended = once(child, 'close').then(async () => ({
      code: child.exitCode,
      said: await said,
    }));
    return { stdin: child.stdin, ended };
  }

  function chatFile(content: string): string {
    const file = path.join(folder, 'chat.jsonl');
    writeFileSync(file, content);
    return file;
  }

  const linesOf = ({ received }: Member) =>
    received.flatMap((frame) => parseBroadcast(frame).text.split('\n'));

  it('prints its usage where that is asked for, and calls it no failure', async () => {
    const { stdin, ended } = start(['--help']);
    stdin.end();
    expect(await ended).toEqual({ code: 0, said: '' });
  });

  it('brings each line to everybody, in order, with the number of people online', async () => {
    const file = chatFile(chat.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { stdin, ended } = start(['--chat', file]);
    stdin.write(`${LINES[0] ?? ''}\n`);
    await eventually('the first line to arrive', () =>
      members.every((member) => linesOf(member).length === 1),
    );
    stdin.end(`${LINES.slice(1).join('\n')}\n`);
    expect((await ended).code).toBe(0);
    for (const member of members) {
      expect(linesOf(member)).toEqual(LINES);
      expect(member.received.map((frame) => parseBroadcast(frame).online)).toEqual(
        member.received.map(() => 2),
      );
    }
    const { said } = await ended;
    expect(JSON.parse(said)).toMatchObject({ lines: 3, lost: 0 });
  });

  describeInChromium('in a browser', () => {
    const windows = usePageWindows();

    it('shows them on the page', async () => {
      const page = await windows.open(chat.ready.page);
      const { stdin, ended } = start(['--chat', chatFile(JSON.stringify(chat.ready))]);
      stdin.end('12:00 deployed\n12:01 <b>healthy</b>\n');
      await hears(page, '12:01 <b>healthy</b>');
      expect((await ended).code).toBe(0);
    });
  });

  it('says what it lacks', async () => {
    const { code, said } = await start([], { PATH: process.env['PATH'] }).ended;
    expect(code).toBe(1);
    expect(said).toContain('REGISTRY_BUCKET is missing');
    expect(said).toContain('usage:');
    expect(said).not.toContain('    at ');
  });

  it.each([
    ['a file without a chat in it', () => ['--chat', chatFile('{"event":"starting"}\nnpm\n')]],
    ['a file that is not there', () => ['--chat', path.join(folder, 'none')]],
    ['another option', () => ['--follow']],
  ])('says how it is used when it is given %s', async (_what, args) => {
    const { code, said } = await start(args()).ended;
    expect(code).toBe(1);
    expect(said).toMatch(/To fix it|usage:/);
    expect(said).not.toContain('    at ');
  });
});
