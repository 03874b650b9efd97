import { isDeepStrictEqual } from 'node:util';
import type { LocalCloud } from '../../../localcloud/local-cloud';
import { CloudProvider } from './cloud-provider';
import { Deployment, type DeploymentOptions, type Step } from './deployment';
import { DynamicHost } from './dynamic-host';
import { runProgramProcess } from './program-process';
import { markSecrets, type Properties } from './properties';
import { keyOf, plainState, type ResourceState, type State } from './resource-state';

export interface FakeEngineOptions {
  readonly cloud: LocalCloud;
  /** The project's root, where the program writes its `dist/`. */
  readonly root: string;
  readonly project: string;
  readonly stack: string;
  /** Keys with their namespace. */
  readonly config: Readonly<Record<string, string>>;
}

/** What one run of the program has done. */
export interface Run {
  readonly steps: readonly Step[];
  /** The stack's, secrets marked. */
  readonly outputs: Properties;
}

const STACK_TYPE = 'pulumi:pulumi:Stack';
const DYNAMIC_TYPE = 'pulumi-nodejs:dynamic/';

/**
 * Does with one stack what Pulumi's engine does: runs the real program and the real dynamic
 * provider host in processes of their own, decides by the state of the last run, and makes
 * everything in a local cloud. One operation at a time.
 */
export class FakeEngine {
  private state: State = new Map();
  private config: Readonly<Record<string, string>>;
  private readonly cloudProvider: CloudProvider;
  /** Nothing else of the terminal's, which may name another cloud. */
  private readonly environment: NodeJS.ProcessEnv;

  constructor(private readonly options: FakeEngineOptions) {
    const { cloud, root, config } = options;
    this.config = config;
    this.cloudProvider = new CloudProvider(cloud, root);
    this.environment = { PATH: process.env['PATH'], ...cloud.environment };
  }

  /** Everything in the state, each resource after all that it depends on. */
  get resources(): readonly ResourceState[] {
    return [...this.state.values()];
  }

  setConfig(key: string, value: string): void {
    this.config = { ...this.config, [key]: value };
  }

  /** @param options.replace resources to replace in any case, as `WebSocketApi:gateway` */
  async up({ replace = [] }: Partial<Pick<DeploymentOptions, 'replace'>> = {}): Promise<Run> {
    const deployment = await this.deploy({ dryRun: false, replace });
    this.state = deployment.state;
    return runOf(deployment);
  }

  async preview(): Promise<Run> {
    return runOf(await this.deploy({ dryRun: true, replace: [] }));
  }

  /** Reads the dynamic resources by their own code. What has changed is noted, what is gone forgotten. */
  refresh(): Promise<readonly Step[]> {
    return this.withDynamicHost(async (host) => {
      const steps: Step[] = [];
      const state = new Map(this.state);
      for (const old of this.resources.filter(isDynamic)) {
        const known = plainState(old);
        const outputs = await host.read(known);
        const resource = keyOf(old.urn);
        if (outputs === undefined) {
          state.delete(old.urn);
          steps.push({ op: 'delete', resource });
        } else {
          const op = isDeepStrictEqual(outputs, known.outputs) ? 'same' : 'update';
          state.set(old.urn, { ...old, outputs: markSecrets(outputs, old.outputs) });
          steps.push({ op, resource });
        }
      }
      this.state = state;
      return steps;
    });
  }

  /** Deletes everything, dependents first. */
  destroy(): Promise<readonly Step[]> {
    return this.withDynamicHost(async (host) => {
      const deployment = this.deployment(host, { dryRun: false, replace: [] });
      await deployment.finish();
      this.state = deployment.state;
      return deployment.steps;
    });
  }

  private deploy(options: Pick<DeploymentOptions, 'dryRun' | 'replace'>): Promise<Deployment> {
    const { root, project, stack } = this.options;
    const { environment, config, cloudProvider } = this;
    return this.withDynamicHost(async (host) => {
      const deployment = this.deployment(host, options);
      await runProgramProcess(
        { root, environment, config, dryRun: options.dryRun },
        {
          project,
          stack,
          register: (goal) => deployment.register(goal),
          registerOutputs: (urn, outputs) => {
            deployment.registerOutputs(urn, outputs);
          },
          invoke: (token) => cloudProvider.invoke(token),
        },
      );
      if (!options.dryRun) {
        await deployment.finish();
      }
      return deployment;
    });
  }

  private deployment(
    host: DynamicHost,
    options: Pick<DeploymentOptions, 'dryRun' | 'replace'>,
  ): Deployment {
    return new Deployment({
      ...options,
      olds: this.state,
      providerOf: (resource) => (isDynamic(resource) ? host : this.cloudProvider),
    });
  }

  private async withDynamicHost<Result>(
    operation: (host: DynamicHost) => Promise<Result>,
  ): Promise<Result> {
    const { environment, config } = this;
    const host = await DynamicHost.start({ root: this.options.root, environment, config });
    try {
      return await operation(host);
    } finally {
      await host.stop();
    }
  }
}

function isDynamic({ type }: Pick<ResourceState, 'type'>): boolean {
  return type.startsWith(DYNAMIC_TYPE);
}

function runOf({ steps, state }: Deployment): Run {
  const stack = [...state.values()].find(({ type }) => type === STACK_TYPE);
  return { steps, outputs: stack?.outputs ?? {} };
}
