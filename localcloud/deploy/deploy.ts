import { isDeepStrictEqual } from 'node:util';
import { CloudClient, type CloudAddress } from './cloud-client';
import { askDataSource } from './data-sources';
import { findResourceType, type ResourceTypesOptions } from './resource-types';
import type { DeployedResource, Inputs, Update } from './resources/resource';
import { runProgram, type Engine, type Program } from './run-program';
import { unwrapSecrets } from './secrets';

export interface DeployOptions extends Program, ResourceTypesOptions {
  readonly cloud: CloudAddress;
  /** Hears of each resource when it has been made. */
  readonly onCreated?: (resource: CreatedResource) => void;
}

export interface CreatedResource {
  /** e.g. `tencentcloud:index/scfFunction:ScfFunction`. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly durationMs: number;
}

/** The cloud has refused to make or change a resource; its own words say why. */
export class ResourceRefused extends Error {}

/** The program now wants what only a new deployment can make. */
export class NeedsNewDeployment extends Error {}

/**
 * Runs the Pulumi program in this process, under the Pulumi runtime, against a local cloud.
 * Each resource is made by the cloud actions that the real provider would call.
 *
 * @throws the first failure, of the program or of a resource; ResourceRefused when the cloud said no
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const cloud = new CloudClient(options.cloud);
  const resources = new Map<string, DeployedResource>();
  const outputs = await runProgram(options, {
    call: (token, inputs) => askDataSource(token, inputs, cloud),
    async resource(type, name, inputs) {
      const resourceType = findResourceType(options, type, name);
      const plain = unwrapSecrets(inputs) as Inputs;
      const start = performance.now();
      const { id, outputs } = await orRefusal(
        'create',
        { type, name },
        resourceType.create(plain, cloud),
      );
      options.onCreated?.({ type, name, durationMs: performance.now() - start });
      resources.set(`${type} ${name}`, { type, name, id, inputs: plain, outputs });
      return { id, state: { ...inputs, ...outputs } };
    },
  });
  return new Deployment(outputs, resources, cloud);
}

/** A program that stands on a local cloud. */
export class Deployment {
  constructor(
    /** The stack's outputs of the latest run, plain. */
    public outputs: Readonly<Record<string, unknown>>,
    private readonly resources: Map<string, DeployedResource>,
    private readonly cloud: CloudClient,
  ) {}

  /**
   * Runs the program again and changes, in place, what has become different. Nothing is changed
   * unless all of it can be.
   *
   * @returns what was changed
   * @throws as `deploy` does; NeedsNewDeployment when something is new, gone, or can only be
   * replaced
   */
  async update(program: Program & ResourceTypesOptions): Promise<readonly DeployedResource[]> {
    const seen = new Set<string>();
    const changes: Change[] = [];
    const outputs = await runProgram(program, this.planning(program, seen, changes));
    const gone = [...this.resources].find(([key]) => !seen.has(key))?.[1];
    if (gone) throw new NeedsNewDeployment(`${titleOf(gone)} is no longer in the program.`);
    for (const { key, to, update } of changes) {
      const made = await orRefusal('change', to, update(this.cloud));
      this.resources.set(key, { ...to, outputs: made });
    }
    this.outputs = outputs;
    return changes.map(({ to }) => to);
  }

  /** Notes what would have to be changed, and answers as if it were. */
  private planning(program: ResourceTypesOptions, seen: Set<string>, changes: Change[]): Engine {
    return {
      call: (token, inputs) => askDataSource(token, inputs, this.cloud),
      resource: async (type, name, inputs) => {
        const key = `${type} ${name}`;
        const before = this.resources.get(key);
        if (!before) {
          throw new NeedsNewDeployment(`${titleOf({ type, name })} is new in the program.`);
        }
        seen.add(key);
        const plain = unwrapSecrets(inputs) as Inputs;
        const { id, outputs } = before;
        if (isDeepStrictEqual(plain, before.inputs)) {
          return { id, state: { ...inputs, ...outputs } };
        }
        const update = await findResourceType(program, type, name).planUpdate?.(before, plain);
        if (!update) {
          throw new NeedsNewDeployment(`${titleOf(before)} would have to be made anew.`);
        }
        changes.push({ key, to: { ...before, inputs: plain }, update });
        return { id, state: { ...outputs, ...inputs } };
      },
    };
  }
}

interface Change {
  readonly key: string;
  readonly to: DeployedResource;
  readonly update: Update;
}

/** e.g. `ScfFunction transport`. */
function titleOf({ type, name }: Pick<DeployedResource, 'type' | 'name'>): string {
  return `${type.slice(type.lastIndexOf(':') + 1)} ${name}`;
}

/** An error of API 3.0 has a code; any other is ours. */
async function orRefusal<T>(
  wish: 'create' | 'change',
  resource: Pick<DeployedResource, 'type' | 'name'>,
  result: Promise<T>,
): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    throw new ResourceRefused(
      `The cloud refused to ${wish} ${titleOf(resource)}: ${error.message} (${error.code})`,
      { cause: error },
    );
  }
}
