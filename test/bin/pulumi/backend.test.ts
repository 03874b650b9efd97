import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LOCAL_PASSPHRASE } from '../../../bin/cloud-variables';
import { chosenForTheUser } from '../../../bin/pulumi/backend';

/** Written by Pulumi 3.259.0. */
const SALT_OF_LOCAL = 'v1:B8c8Bx8DriE=:v1:LtYztsUqSufMJmDY:E+RIOmN5hDi/L31fZRnGzffjUZIsSg==';
const SALT_OF_ANOTHER = 'v1:3SeVvxEDOI0=:v1:CU6j3YA3Riew8Wwa:d33rheGlqkZSBH2YvtNa/vvcUaUJkA==';

describe('what is chosen for the user', () => {
  let root: string;
  let environment: Record<string, string>;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'chosen-for-the-user-'));
    mkdirSync(path.join(root, 'home'));
    writeFileSync(path.join(root, 'Pulumi.yaml'), 'name: scf-chat\nruntime: nodejs\n');
    environment = { PULUMI_HOME: path.join(root, 'home') };
    jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    jest.restoreAllMocks();
  });

  it('is a file backend in the project and a passphrase that only the user may read', () => {
    const chosen = chosenForTheUser(root, 'dev', environment, true);
    const passphrase = path.join(root, '.scf-chat/passphrase');
    expect(chosen).toEqual({
      PULUMI_BACKEND_URL: pathToFileURL(path.join(root, '.scf-chat/backend')).href,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    });
    expect(statSync(passphrase).mode & 0o777).toBe(0o600);
    expect(readFileSync(passphrase, 'utf8')).toMatch(/^[\w-]{32}$/);
  });

  it('is no passphrase for a command that only looks, unless there is one', () => {
    expect(chosenForTheUser(root, 'dev', environment, false)).toEqual({
      PULUMI_BACKEND_URL: pathToFileURL(path.join(root, '.scf-chat/backend')).href,
    });
    expect(existsSync(path.join(root, '.scf-chat/passphrase'))).toBe(false);
    const chosen = chosenForTheUser(root, 'dev', environment, true);
    expect(chosenForTheUser(root, 'dev', environment, false)).toEqual(chosen);
  });

  it('is the same passphrase the next time', () => {
    chosenForTheUser(root, 'dev', environment, true);
    const first = readFileSync(path.join(root, '.scf-chat/passphrase'), 'utf8');
    chosenForTheUser(root, 'prod', environment, true);
    expect(readFileSync(path.join(root, '.scf-chat/passphrase'), 'utf8')).toBe(first);
  });

  it.each([
    ['sets PULUMI_BACKEND_URL', () => (environment['PULUMI_BACKEND_URL'] = 's3://states')],
    [
      'names a backend in Pulumi.yaml',
      () => {
        writeFileSync(path.join(root, 'Pulumi.yaml'), 'name: x\nbackend:\n  url: s3://states\n');
      },
    ],
    [
      'has logged in',
      () => {
        writeFileSync(path.join(root, 'home/credentials.json'), '{"current":"https://a.example"}');
      },
    ],
  ])('is nothing where the user %s', (_how, choose) => {
    choose();
    expect(chosenForTheUser(root, 'dev', environment, true)).toEqual({});
  });

  it('is the same where the user has pasted what the local cloud prints for a bare pulumi', () => {
    const chosen = chosenForTheUser(root, 'dev', environment, true);
    Object.assign(environment, { PULUMI_BACKEND_URL: chosen['PULUMI_BACKEND_URL'] });
    expect(chosenForTheUser(root, 'dev', environment, true)).toEqual(chosen);
  });

  it('leaves a passphrase that the user has set', () => {
    environment['PULUMI_CONFIG_PASSPHRASE'] = '';
    expect(Object.keys(chosenForTheUser(root, 'dev', environment, true))).toEqual([
      'PULUMI_BACKEND_URL',
    ]);
  });

  it('is the passphrase of Pulumi.local.yaml for the stack local, on any backend', () => {
    const { PULUMI_CONFIG_PASSPHRASE = '' } = chosenForTheUser(root, 'local', environment, true);
    const stack = readFileSync(path.join(__dirname, '../../../Pulumi.local.yaml'), 'utf8');
    expect(stack).toContain(` ${PULUMI_CONFIG_PASSPHRASE}.\n`);
    environment['PULUMI_BACKEND_URL'] = 's3://states';
    expect(chosenForTheUser(root, 'local', environment, true)).toEqual({
      PULUMI_CONFIG_PASSPHRASE,
    });
  });

  describe('for the stack local, in a terminal with a passphrase for something else', () => {
    beforeEach(() => {
      environment['PULUMI_CONFIG_PASSPHRASE'] = 'something else';
    });

    it.each([
      ['is nothing where the stack is new', "''", undefined],
      ['is the usual passphrase where the stack has it', SALT_OF_LOCAL, LOCAL_PASSPHRASE],
      ['is nothing where the stack has another', SALT_OF_ANOTHER, undefined],
    ])('%s', (_what, salt, passphrase) => {
      writeFileSync(path.join(root, 'Pulumi.local.yaml'), `encryptionsalt: ${salt}\n`);
      const chosen = chosenForTheUser(root, 'local', environment, true);
      expect(chosen['PULUMI_CONFIG_PASSPHRASE']).toBe(passphrase);
    });
  });
});
