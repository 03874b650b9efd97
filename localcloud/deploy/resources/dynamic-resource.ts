import type * as pulumi from '@pulumi/pulumi';
import requireFromString from 'require-from-string';
import { text, type ResourceType } from './resource';

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
      const { __provider: _code, ...properties } = inputs;
      const provider = (
        requireFromString(text(inputs, '__provider')) as SerializedModule
      ).handler();
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
      const { id, outs } = (await provider.create(properties)) as pulumi.dynamic.CreateResult<
        Record<string, unknown>
      >;
      return { id, outputs: outs ?? {} };
    },
  };
}
