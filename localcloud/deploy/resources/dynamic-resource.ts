import type * as pulumi from '@pulumi/pulumi';
import requireFromString from 'require-from-string';
import { text, type Inputs, type ResourceType } from './resource';

interface SerializedModule {
  handler(): pulumi.dynamic.ResourceProvider;
}

/**
 * A dynamic resource: its own code, from the text that Pulumi would store in the state, run as
 * Pulumi's dynamic provider process runs it.
 */
export function dynamicResource(config: Readonly<Record<string, string>>): ResourceType {
  return {
    async create(inputs) {
      const provider = await providerOf(inputs, config);
      const { id, outs } = (await provider.create(
        propertiesOf(inputs),
      )) as pulumi.dynamic.CreateResult<Outputs>;
      return { id, outputs: outs ?? {} };
    },
    async planUpdate({ id, inputs: before, outputs }, inputs) {
      const provider = await providerOf(inputs, config);
      const olds = { ...before, ...outputs };
      const diff = await provider.diff?.(id, olds, inputs);
      if (!provider.update || (diff?.replaces ?? []).length > 0) return undefined;
      return async () => {
        const updated = await provider.update?.(id, olds, propertiesOf(inputs));
        return (updated?.outs as Outputs | undefined) ?? {};
      };
    },
  };
}

type Outputs = Record<string, unknown>;

async function providerOf(
  inputs: Inputs,
  config: Readonly<Record<string, string>>,
): Promise<pulumi.dynamic.ResourceProvider> {
  const provider = (requireFromString(text(inputs, '__provider')) as SerializedModule).handler();
  await provider.configure?.({
    config: {
      get: (key) => config[key],
      require(key) {
        const value = config[key];
        if (value === undefined) {
          throw new Error(`Missing required configuration key: ${key}`);
        }
        return value;
      },
    },
  });
  return provider;
}

function propertiesOf({ __provider: _code, ...properties }: Inputs): Inputs {
  return properties;
}
