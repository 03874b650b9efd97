import { markSecrets, plain, type Properties } from './properties';
import type { Difference, Provider } from './provider';
import { keyOf, plainState, type Goal, type ResourceState, type State } from './resource-state';

/** What has been done to one resource, e.g. `update` to `ScfFunction:register`. */
export interface Step {
  readonly op: 'create' | 'same' | 'update' | 'replace' | 'delete';
  readonly resource: string;
}

export interface DeploymentOptions {
  /** What there is before. */
  readonly olds: State;
  readonly providerOf: (resource: Pick<ResourceState, 'type'>) => Provider;
  /** Decide everything and do nothing; there is nothing to finish then. */
  readonly dryRun: boolean;
  /** Resources to replace whatever their providers say, as `pulumi up --replace` does. */
  readonly replace: readonly string[];
}

/** What a step makes of a resource; plain. */
type Made = Pick<Step, 'op'> & Pick<ResourceState, 'id' | 'outputs'>;

/** From one state to the next, by the rules of Pulumi's engine. */
export class Deployment {
  /** In the order in which they were finished. */
  readonly steps: Step[] = [];
  readonly state = new Map<string, ResourceState>();
  /** URNs of resources whose old self goes at the end. */
  private readonly replaced = new Set<string>();

  constructor(private readonly options: DeploymentOptions) {}

  /** Makes the resource what the program wants it to be, and gives what it is then. */
  async register(goal: Goal): Promise<ResourceState> {
    const { urn, type, custom, inputs, dependencies } = goal;
    const made = custom ? await this.step(goal) : { id: '', inputs, outputs: {} };
    const resource = { urn, type, custom, dependencies, ...made };
    this.state.set(urn, resource);
    return resource;
  }

  /** Notes the outputs of a component. */
  registerOutputs(urn: string, outputs: Properties): void {
    const component = this.state.get(urn);
    if (component === undefined) {
      throw new Error(`The program gives outputs of ${urn}, which it has not registered.`);
    }
    this.state.set(urn, { ...component, outputs });
  }

  /** Deletes what was replaced and what the program no longer wants, dependents first. */
  async finish(): Promise<void> {
    for (const old of [...this.options.olds.values()].reverse()) {
      if (old.custom && (this.replaced.has(old.urn) || !this.state.has(old.urn))) {
        await this.delete(plainState(old));
      }
    }
  }

  private async step(goal: Goal): Promise<Pick<ResourceState, 'id' | 'inputs' | 'outputs'>> {
    const provider = this.options.providerOf(goal);
    const marked = this.options.olds.get(goal.urn);
    const old = marked && plainState(marked);
    const news = await provider.check(goal.urn, plain(goal.inputs), old?.inputs ?? {});
    const { op, id, outputs } = old
      ? await this.change(provider, old, news, goal)
      : await this.create(provider, goal, news);
    this.steps.push({ op, resource: keyOf(goal.urn) });
    const inputs = markSecrets(news, goal.inputs);
    return { id, inputs, outputs: markSecrets(outputs, inputs, goal.additionalSecretOutputs) };
  }

  private async create(provider: Provider, goal: Goal, inputs: Properties): Promise<Made> {
    const made = this.options.dryRun
      ? { id: '', outputs: inputs }
      : await provider.create(goal, inputs);
    return { op: 'create', ...made };
  }

  private async change(
    provider: Provider,
    old: ResourceState,
    news: Properties,
    goal: Goal,
  ): Promise<Made> {
    const { op, deleteBeforeReplace } = await this.difference(provider, old, news);
    if (op === 'same') {
      return { op, id: old.id, outputs: old.outputs };
    }
    if (this.options.dryRun) {
      return { op, id: old.id, outputs: news };
    }
    if (op === 'update') {
      return { op, id: old.id, outputs: await provider.update(old, news) };
    }
    if (deleteBeforeReplace || goal.deleteBeforeReplace) {
      await this.delete(old);
    } else {
      this.replaced.add(old.urn);
    }
    return { op, ...(await provider.create(goal, news)) };
  }

  private async difference(
    provider: Provider,
    old: ResourceState,
    news: Properties,
  ): Promise<Difference> {
    return this.options.replace.includes(keyOf(old.urn))
      ? { op: 'replace', deleteBeforeReplace: false }
      : provider.diff(old, news);
  }

  private async delete(old: ResourceState): Promise<void> {
    await this.options.providerOf(old).delete(old);
    this.steps.push({ op: 'delete', resource: keyOf(old.urn) });
  }
}
