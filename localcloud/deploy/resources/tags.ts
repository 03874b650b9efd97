import type { ApiInput, CloudClient } from '../cloud-client';
import type { Inputs } from './resource';

/** The tags among a resource's inputs; none where there are none. */
export function tagsOf(inputs: Inputs): [string, string][] {
  return Object.entries((inputs['tags'] ?? {}) as Record<string, string>);
}

/** Tags as most products take them with what they create; nothing where there are none. */
export function tagList(inputs: Inputs): ApiInput {
  const tags = tagsOf(inputs);
  return tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}

/** Tags a resource that exists by the tag product, as the provider does for services and roles. */
export async function tagResource(
  inputs: Inputs,
  resource: string,
  cloud: CloudClient,
): Promise<void> {
  if (tagsOf(inputs).length > 0) {
    await cloud.call('tag', 'ModifyResourceTags', modifyTagsInput(inputs, resource));
  }
}

/**
 * The body of ModifyResourceTags, as the provider sends it.
 *
 * @param resource `qcs::<service>:<region>:uin/:<prefix>/<id>` (651/35316)
 */
export function modifyTagsInput(inputs: Inputs, resource: string): ApiInput {
  return {
    Resource: resource,
    ReplaceTags: tagsOf(inputs).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
}
