import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingTools, pulumiTools } from '../../../bin/pulumi/tools';
import { ROOT } from '../../support/program-under-mocks';

describe("Pulumi's own programs", () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'pulumi-home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  const tools = () => pulumiTools(ROOT, { PULUMI_HOME: home });

  function install(file: string, content = 'a program'): void {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  it('are all missing from an empty PULUMI_HOME', () => {
    expect(missingTools(tools()).map(({ name }) => name)).toEqual([
      'Pulumi CLI',
      'Node.js language host',
      'dynamic provider host',
      'Terraform provider plugin',
      'tencentcloud provider',
    ]);
  });

  it('are found where Pulumi looks for them', () => {
    for (const { file } of missingTools(tools())) install(file);
    expect(missingTools(tools())).toEqual([]);
    expect(tools().provider.size).toBe('a program'.length);
  });

  it('may carry their version in their name, as a provider does', () => {
    install(`${tools().provider.file}_v1.83.25`);
    expect(missingTools(tools()).map(({ name }) => name)).not.toContain('tencentcloud provider');
  });

  it('are missing where a download was cut off before it began, or only the folder is there', () => {
    install(tools().cli.file, '');
    mkdirSync(path.dirname(tools().plugin.file), { recursive: true });
    expect(missingTools(tools())).toHaveLength(5);
  });

  it('are of the versions that the project pins, unless PULUMI_VERSION names another CLI', () => {
    expect(tools().cli.file).toContain(path.join('versions', '3.259.0', 'bin'));
    expect(tools().provider.download).toMatch(/\/v1\.83\.25\/.*1\.83\.25.*\.zip$/);
    const other = pulumiTools(ROOT, { PULUMI_HOME: home, PULUMI_VERSION: '3.261.0' });
    expect(other.cli.file).toContain(path.join('versions', '3.261.0', 'bin'));
  });
});
