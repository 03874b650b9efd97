import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeDeadLocks } from '../../../bin/pulumi/dead-lock';

/** The id of a process that has ended. */
const DEAD = spawnSync(process.execPath, ['-e', '']).pid;

let backend: string;
let locks: string;
beforeEach(() => {
  backend = mkdtempSync(path.join(tmpdir(), 'dead-lock-'));
  locks = path.join(backend, '.pulumi/locks/organization/scf-chat/dev');
  mkdirSync(locks, { recursive: true });
});
afterEach(() => {
  rmSync(backend, { recursive: true });
});

function lock(content: object): string {
  return lockFile(JSON.stringify({ username: 'root', timestamp: '2026', ...content }));
}

function lockFile(text: string): string {
  const file = path.join(locks, `${Math.random()}.json`);
  writeFileSync(file, text);
  return file;
}

function remove(url: string | undefined = pathToFileURL(backend).href): number {
  return removeDeadLocks(url, 'scf-chat', 'dev');
}

describe('the lock of a stack', () => {
  it('goes when the process that made it has died', () => {
    const file = lock({ pid: DEAD, hostname: hostname() });
    expect(remove()).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('stays while that process runs', () => {
    const file = lock({ pid: process.pid, hostname: hostname() });
    expect(remove()).toBe(0);
    expect(existsSync(file)).toBe(true);
  });

  it('stays when another machine made it', () => {
    lock({ pid: DEAD, hostname: 'another' });
    expect(remove()).toBe(0);
  });

  it('stays when it cannot be understood', () => {
    lock({ owner: 'somebody' });
    lockFile('{"pid": 1');
    lockFile('');
    expect(remove()).toBe(0);
  });

  it.each([undefined, 's3://states', 'https://api.pulumi.com'])(
    'is none of ours in the backend %s',
    (url) => {
      lock({ pid: DEAD, hostname: hostname() });
      expect(url === undefined ? removeDeadLocks(url, 'scf-chat', 'dev') : remove(url)).toBe(0);
    },
  );

  it('need not be there', () => {
    expect(removeDeadLocks(pathToFileURL(backend).href, 'scf-chat', 'never-locked')).toBe(0);
  });
});
