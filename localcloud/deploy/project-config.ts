import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parse, YAMLParseError } from 'yaml';
import { ProjectConfigError } from './project-config-error';

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

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml; the stack's values win over the project's.
 *
 * @throws ProjectConfigError when one of them is missing, is no YAML, or has another form
 */
export async function readProjectConfig(root: string, stack: string): Promise<ProjectConfig> {
  const project = await readYaml(root, 'Pulumi.yaml', ProjectSchema);
  const settings = await readYaml(root, `Pulumi.${stack}.yaml`, StackSchema);
  const defaults = Object.entries(project.config)
    .map(([key, { value, default: fallback }]) => [key, value ?? fallback] as const)
    .filter(([, value]) => value !== undefined);
  const qualified = [...defaults, ...Object.entries(settings.config)].map(([key, value]) => [
    key.includes(':') ? key : `${project.name}:${key}`,
    String(value),
  ]);
  return { project: project.name, config: Object.fromEntries(qualified) as Record<string, string> };
}

async function readYaml<Schema extends v.GenericSchema>(
  root: string,
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  try {
    return v.parse(schema, parse(await readFile(path.join(root, file), 'utf8')));
  } catch (cause) {
    throw new ProjectConfigError(`${file}${whatIsWrong(cause)}`, { cause });
  }
}

/** What follows on the file's name. */
function whatIsWrong(error: unknown): string {
  if (error instanceof YAMLParseError) {
    const [{ line, col }] = error.linePos ?? [{ line: 1, col: 1 }];
    // The message goes on with the line itself, and a mark below it.
    return `:${line}:${col} is no YAML: ${error.message.split(' at line')[0] ?? ''}.`;
  }
  if (error instanceof v.ValiError) {
    const [issue] = error.issues as [v.BaseIssue<unknown>];
    const key = v.getDotPath(issue);
    return `${key === null ? '' : `: ${key}`} has a form that the local cloud does not take: ${issue.message}.`;
  }
  return ` cannot be read: ${error instanceof Error ? error.message : String(error)}.\nTo fix it: git restore the file, or write one anew.`;
}
