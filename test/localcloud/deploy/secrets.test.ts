import * as pulumi from '@pulumi/pulumi';
import { unwrapSecrets } from '../../../localcloud/deploy/secrets';

/** What a mocked monitor gets for these inputs. */
async function asRegistered(inputs: pulumi.Inputs): Promise<unknown> {
  const runtime = pulumi.runtime as typeof pulumi.runtime & {
    serializeProperties(label: string, inputs: pulumi.Inputs): Promise<unknown>;
  };
  return runtime.serializeProperties('inputs', inputs);
}

describe('secrets in the inputs of a resource', () => {
  beforeAll(() =>
    pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: '', state: {} }) }),
  );

  it('lose their marks at any depth, and nothing else changes', async () => {
    const plain = {
      url: 'http://push',
      nested: { list: ['a', { deep: 'b' }] },
      count: 3,
      on: true,
    };
    const marked = await asRegistered({
      ...plain,
      url: pulumi.secret(plain.url),
      nested: { list: ['a', pulumi.secret({ deep: 'b' })] },
    });
    expect(marked).not.toEqual(plain);
    expect(unwrapSecrets(marked)).toEqual(plain);
  });
});
