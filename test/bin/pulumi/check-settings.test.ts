import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkSettings } from '../../../bin/pulumi/check-settings';
import { ROOT } from '../../support/program-under-mocks';

describe("a stack's settings, before Pulumi sees them", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'settings-'));
    copyFileSync(path.join(ROOT, 'Pulumi.yaml'), path.join(root, 'Pulumi.yaml'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(...lines: string[]): void {
    writeFileSync(path.join(root, 'Pulumi.dev.yaml'), `config:\n  ${lines.join('\n  ')}\n`);
  }

  it('are right where the stack has none of its own', () => {
    expect(() => checkSettings(root, 'dev', [])).not.toThrow();
  });

  it('are refused with file, expectation and fix where Pulumi knows only a type', () => {
    write('scf-chat:functionTimeout: abc', 'scf-chat:forceClean: 3');
    const check = () => checkSettings(root, 'dev', []);
    expect(check).toThrow('Pulumi.dev.yaml');
    expect(check).toThrow('functionTimeout is "abc", expected a whole number of seconds');
    expect(check).toThrow('npm run pulumi -- config set functionTimeout "15" --stack dev');
    expect(check).toThrow('forceClean is "3"');
  });

  it('are left to the program where they are encrypted or do not go together', () => {
    write(
      'scf-chat:gateway: external',
      'scf-chat:gatewayUrl: wss://chat.example.com/',
      'scf-chat:pushBackUrl:',
      '  secure: v1:abc',
    );
    expect(() => checkSettings(root, 'dev', [])).not.toThrow();
  });

  it.each(['-c', '--config=functionTimeout=20', '--config-file'])(
    'are left to Pulumi where the command itself has some: %s',
    (flag) => {
      write('scf-chat:functionTimeout: abc');
      expect(() => checkSettings(root, 'dev', [flag, 'functionTimeout=20'])).not.toThrow();
    },
  );

  it('are refused without a stack trace where the file is no YAML', () => {
    write('scf-chat:domain: [');
    expect(() => checkSettings(root, 'dev', [])).toThrow(
      /^Pulumi\.dev\.yaml cannot be read\. Nothing was changed\.\n.*at line 3/,
    );
  });
});
