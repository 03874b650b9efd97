import type * as pulumi from '@pulumi/pulumi';
import { accountFailures, isReachable, requireAccount } from './account';
import {
  clientSettings,
  connectProduct,
  type CallProduct,
  type ClientSettings,
  type Product,
} from './client';

/** What is in one account: its number is among the inputs. */
export interface OfAccount {
  /** Number of the account it is in. */
  readonly account: string;
}

/** A client of the product, in the account that is in use. */
export type Connect = (product: Product) => Promise<CallProduct>;

/** What a kind of resource of our own does at each step of its life. */
export interface Lifecycle<Inputs extends OfAccount, State extends OfAccount = Inputs> {
  /** Inputs that cannot change: where one of them does, a new resource takes the place of the old. */
  readonly fixed: readonly (string & keyof Inputs & keyof State)[];
  readonly create: (
    connect: Connect,
    inputs: Inputs,
  ) => Promise<{ readonly id: string; readonly outs: State }>;
  /** Whether the other inputs ask for something else. */
  readonly isChanged?: (olds: State, news: Inputs) => boolean;
  /** Also called where nothing but the code has changed. */
  readonly update: (connect: Connect, olds: State, news: Inputs) => Promise<State>;
  /** As it is now; undefined where it is no longer there. */
  readonly read: (connect: Connect, state: State) => Promise<State | undefined>;
  readonly delete: (connect: Connect, state: State) => Promise<void>;
}

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
export type WithCode<T> = T & { readonly __provider?: string };

/** A read's answer that takes the resource out of the state. */
const GONE = { id: '' };

/**
 * A dynamic provider that calls API 3.0 with the credentials of the Terraform provider, and never
 * touches another account than the one that the resource was made in. One for each kind of
 * resource, so that its code is put into text once however often the program runs.
 */
export class AccountProvider<
  Inputs extends OfAccount,
  State extends OfAccount = Inputs,
> implements pulumi.dynamic.ResourceProvider<Inputs, State> {
  private config: pulumi.dynamic.Config | undefined;

  constructor(private readonly lifecycle: Lifecycle<Inputs, State>) {}

  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
    return Promise.resolve();
  }

  check(olds: Partial<Inputs>, news: Inputs): Promise<pulumi.dynamic.CheckResult<Inputs>> {
    return Promise.resolve({ inputs: news, failures: accountFailures(olds.account, news.account) });
  }

  diff(
    _id: string,
    olds: WithCode<State>,
    news: WithCode<Inputs>,
  ): Promise<pulumi.dynamic.DiffResult> {
    const { fixed, isChanged } = this.lifecycle;
    const replaces = fixed.filter(
      (name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
    );
    return Promise.resolve({
      changes:
        replaces.length > 0 ||
        isChanged?.(olds, news) === true ||
        olds.__provider !== news.__provider,
      replaces,
      // What takes the place of another also takes its name, path or listener.
      deleteBeforeReplace: true,
    });
  }

  create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<State>> {
    return this.lifecycle.create(this.connect(), inputs);
  }

  async update(
    _id: string,
    olds: State,
    news: Inputs,
  ): Promise<pulumi.dynamic.UpdateResult<State>> {
    return { outs: await this.lifecycle.update(this.connect(), olds, news) };
  }

  async read(id: string, state?: State): Promise<pulumi.dynamic.ReadResult<State>> {
    if (state === undefined || !(await isReachable(state.account, this.settings()))) return GONE;
    const props = await this.lifecycle.read(this.connect(), state);
    return props ? { id, props } : GONE;
  }

  async delete(_id: string, state: State): Promise<void> {
    await requireAccount(state.account, this.settings());
    await this.lifecycle.delete(this.connect(), state);
  }

  private connect(): Connect {
    return (product) => connectProduct(product, this.settings());
  }

  private settings(): ClientSettings {
    return clientSettings(
      (key, variable) => this.config?.get(`tencentcloud:${key}`) ?? process.env[variable],
    );
  }
}
