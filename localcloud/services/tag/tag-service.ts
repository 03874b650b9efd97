import { defineAction, type ApiService } from '../action';
import { pageOf } from '../paging';
import { DescribeResourceTagsByResourceIds, ModifyResourceTags } from './schema';
import { TagError } from './tag-error';
import type { TaggedResource, TagStore } from './tag-store';

const RESOURCE = /^qcs:[^:]*:([^:]+):[^:]*:[^:]*:([^/:]+)\/(.+)$/;

/** The tag product, version 2018-08-13, as far as the provider uses it. */
export function createTagService(tags: TagStore): ApiService {
  return {
    product: 'tag',
    version: '2018-08-13',
    regional: false,
    actions: {
      DescribeResourceTagsByResourceIds: defineAction(
        DescribeResourceTagsByResourceIds,
        (input) => {
          const found = input.ResourceIds.flatMap((id) =>
            [...tags.of({ service: input.ServiceType, prefix: input.ResourcePrefix, id })].map(
              ([TagKey, TagValue]) => ({
                ResourceId: id,
                ServiceType: input.ServiceType,
                TagKey,
                TagValue,
              }),
            ),
          );
          return {
            TotalCount: found.length,
            Offset: input.Offset,
            Limit: input.Limit,
            Tags: pageOf(found, input),
          };
        },
      ),
      ModifyResourceTags: defineAction(ModifyResourceTags, (input) => {
        const resource = parseResource(input.Resource);
        for (const { TagKey, TagValue } of input.ReplaceTags) tags.set(resource, TagKey, TagValue);
        for (const { TagKey } of input.DeleteTags) tags.remove(resource, TagKey);
        return {};
      }),
    },
  };
}

/** `qcs::apigw:ap-guangzhou:uin/:service/service-x`, with or without an account (651/35316). */
function parseResource(text: string): TaggedResource {
  const match = RESOURCE.exec(text);
  if (!match) {
    throw new TagError(
      'InvalidParameterValue.ResourceDescriptionError',
      'Resource must be written as qcs::<service>:<region>:uin/<uin>:<prefix>/<id>.',
    );
  }
  const [, service = '', prefix = '', id = ''] = match;
  return { service, prefix, id };
}
