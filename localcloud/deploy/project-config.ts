import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

const ScalarSchema = v.union([v.string(), v.number(), v.boolean()]);
const ProjectSchema = v.looseObject({
  name: v.string(),
  config: v.optional(
    v.record(
      v.string(),
      v.looseObject({ default: v.optional(ScalarSchema), value: v.optional(ScalarSchema) }),
    ),
    {},
  ),
});
const StackSchema = v.looseObject({ config: v.optional(v.record(v.string(), ScalarSchema), {}) });

/** A project and one stack's configuration, as the Pulumi engine would hand it to the program. */
export interface ProjectConfig {
  readonly project: string;
  /** Keys with their namespace, values as text. */
  readonly config: Readonly<Record<string, string>>;
}

/** Reads Pulumi.yaml and Pulumi.<stack>.yaml; the stack's values win over the project's. */
export async function readProjectConfig(root: string, stack: string): Promise<ProjectConfig> {
  const project = v.parse(ProjectSchema, await readYaml(path.join(root, 'Pulumi.yaml')));
  const settings = v.parse(StackSchema, await readYaml(path.join(root, `Pulumi.${stack}.yaml`)));
  const defaults = Object.entries(project.config)
    .map(([key, { value, default: fallback }]) => [key, value ?? fallback] as const)
    .filter(([, value]) => value !== undefined);
  const qualified = [...defaults, ...Object.entries(settings.config)].map(([key, value]) => [
    key.includes(':') ? key : `${project.name}:${key}`,
    String(value),
  ]);
  return { project: project.name, config: Object.fromEntries(qualified) as Record<string, string> };
}

async function readYaml(file: string): Promise<unknown> {
  return parse(await readFile(file, 'utf8'));
}
