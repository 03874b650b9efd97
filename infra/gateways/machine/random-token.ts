import * as pulumi from '@pulumi/pulumi';

interface TokenState {
  readonly token: string;
}

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
type WithCode<T> = T & { readonly __provider?: string };

class RandomTokenProvider implements pulumi.dynamic.ResourceProvider<object, TokenState> {
  async create(): Promise<pulumi.dynamic.CreateResult<TokenState>> {
    const { randomBytes, randomUUID } = await import('node:crypto');
    return { id: randomUUID(), outs: { token: randomBytes(32).toString('hex') } };
  }

  diff(
    _id: string,
    olds: WithCode<TokenState>,
    news: WithCode<object>,
  ): Promise<pulumi.dynamic.DiffResult> {
    return Promise.resolve({ changes: olds.__provider !== news.__provider });
  }

  update(_id: string, { token }: TokenState): Promise<pulumi.dynamic.UpdateResult<TokenState>> {
    return Promise.resolve({ outs: { token } });
  }
}

/** 32 random bytes in hex, made once and kept in the state as a secret. */
export class RandomToken extends pulumi.dynamic.Resource {
  declare readonly token: pulumi.Output<string>;

  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(
      new RandomTokenProvider(),
      name,
      { token: undefined },
      { ...opts, additionalSecretOutputs: ['token'] },
      'machine',
      'RandomToken',
    );
  }
}
