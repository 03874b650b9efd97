import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/program-under-mocks';

interface Parameterization {
  readonly name: string;
  readonly version: string;
  readonly value: string;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
}

describe('the pins of @pulumi/tencentcloud', () => {
  const sdk = readJson('sdks/tencentcloud/package.json') as {
    readonly version: string;
    readonly pulumi: { readonly version: string; readonly parameterization: Parameterization };
  };
  const { packages } = parse(readFileSync(path.join(ROOT, 'Pulumi.yaml'), 'utf8')) as {
    packages: { tencentcloud: { version: string; parameters: string[] } };
  };
  const [provider, version, flag, included = ''] = packages.tencentcloud.parameters;
  const parameter = JSON.parse(
    Buffer.from(sdk.pulumi.parameterization.value, 'base64').toString(),
  ) as { remote: { url: string; version: string }; includes: string[] };

  it('name the same plugin and provider version in Pulumi.yaml and in the package', () => {
    expect(packages.tencentcloud.version).toBe(sdk.pulumi.version);
    expect(version).toBe(sdk.version);
    expect(sdk.pulumi.parameterization.version).toBe(sdk.version);
    expect(parameter.remote).toEqual({
      url: `registry.opentofu.org/${provider ?? ''}`,
      version: sdk.version,
    });
  });

  it('include the same resources in Pulumi.yaml, in the package and in its code', () => {
    expect(flag).toBe('--include');
    expect(included.split(',')).toEqual(parameter.includes);
    const utilities = readFileSync(path.join(ROOT, 'sdks/tencentcloud/utilities.ts'), 'utf8');
    expect(utilities).toContain(`base64Parameter: "${sdk.pulumi.parameterization.value}"`);
    const files = readdirSync(path.join(ROOT, 'sdks/tencentcloud')).map((file) =>
      file.toLowerCase(),
    );
    for (const name of included.split(',')) {
      const camel = name.replace(/^tencentcloud_/, '').replaceAll('_', '');
      expect(files.some((file) => file === `${camel}.ts` || file === `get${camel}.ts`)).toBe(true);
    }
  });

  it('are those of the schema that the property tables come from', () => {
    const schema = readJson('test/fixtures/tencentcloud-schema.json') as { version: string };
    expect(schema.version).toBe(sdk.version);
  });

  it('let npm run the install step that compiles the package', () => {
    const root = readJson('package.json') as {
      dependencies: Record<string, string>;
      allowScripts: Record<string, boolean>;
    };
    expect(root.dependencies['@pulumi/tencentcloud']).toBe('file:sdks/tencentcloud');
    expect(root.allowScripts['file:sdks/tencentcloud']).toBe(true);
  });
});
