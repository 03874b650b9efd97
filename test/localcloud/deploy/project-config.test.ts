import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readProjectConfig } from '../../../localcloud/deploy/project-config';
import { ProjectConfigError } from '../../../localcloud/deploy/project-config-error';

describe("a stack's configuration", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'project-config-'));
    writeFileSync(
      path.join(root, 'Pulumi.yaml'),
      [
        'name: shop',
        'runtime: nodejs',
        'config:',
        '  tencentcloud:region: { value: ap-guangzhou }',
        '  timeout: { type: integer, default: 15, description: How long. }',
        '  forced: { type: boolean, default: false }',
        '  token: { type: string }',
      ].join('\n'),
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("is the project's defaults and the stack's values over them, as text", async () => {
    writeFileSync(
      path.join(root, 'Pulumi.dev.yaml'),
      'config:\n  shop:timeout: 30\n  other:x: 1\n',
    );
    await expect(readProjectConfig(root, 'dev')).resolves.toEqual({
      project: 'shop',
      config: {
        'tencentcloud:region': 'ap-guangzhou',
        'shop:timeout': '30',
        'shop:forced': 'false',
        'other:x': '1',
      },
    });
  });

  it.each([
    [
      'is no YAML, where',
      'config:\n  shop:timeout: [\n',
      /^Pulumi\.dev\.yaml:\d+:\d+ is no YAML: /,
    ],
    [
      'has another form, at which key',
      'config:\n  shop:token: {}\n',
      /^Pulumi\.dev\.yaml: config\.shop:token /,
    ],
  ])('says which file %s', async (_, text, message) => {
    writeFileSync(path.join(root, 'Pulumi.dev.yaml'), text);
    await expect(readProjectConfig(root, 'dev')).rejects.toThrow(message);
    await expect(readProjectConfig(root, 'dev')).rejects.toThrow(ProjectConfigError);
  });

  it('says that a file is missing, and what to do', async () => {
    await expect(readProjectConfig(root, 'dev')).rejects.toThrow(
      /^Pulumi\.dev\.yaml cannot be read: .*ENOENT.*\nTo fix it: /,
    );
  });

  it('may be empty', async () => {
    writeFileSync(path.join(root, 'Pulumi.dev.yaml'), 'encryptionsalt: v1:x\n');
    const { config } = await readProjectConfig(root, 'dev');
    expect(config['shop:timeout']).toBe('15');
  });
});
