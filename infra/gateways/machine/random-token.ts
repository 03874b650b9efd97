import * as pulumi from '@pulumi/pulumi';
import type { WithCode } from '../../tencent-api/account-provider';

interface TokenState {
  readonly token: string;
}

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

const PROVIDER = new RandomTokenProvider();

/** 32 random bytes in hex, made once and kept in the state as a secret. */
export class RandomToken extends pulumi.dynamic.Resource {
  declare readonly token: pulumi.Output<string>;

  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(
      PROVIDER,
      name,
      { token: undefined },
      { ...opts, additionalSecretOutputs: ['token'] },
      'machine',
      'RandomToken',
    );
  }
}
