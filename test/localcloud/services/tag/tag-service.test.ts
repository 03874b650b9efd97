import { createTagService } from '../../../../localcloud/services/tag/tag-service';
import { TagStore } from '../../../../localcloud/services/tag/tag-store';
import { callService } from '../../../support/call-service';

function setUp() {
  const service = createTagService(new TagStore());
  return (action: string, input: object) => callService(service, action, input);
}

const SERVICES = {
  ServiceType: 'apigw',
  ResourcePrefix: 'service',
  ResourceIds: ['service-a', 'service-b'],
  ResourceRegion: 'ap-guangzhou',
};

describe('tags', () => {
  it('are put on a resource, replaced and taken off, and shown by its id', async () => {
    const call = setUp();
    const Resource = 'qcs::apigw:ap-guangzhou:uin/:service/service-a';
    await call('ModifyResourceTags', {
      Resource,
      ReplaceTags: [
        { TagKey: 'k', TagValue: 'old' },
        { TagKey: 'gone', TagValue: '' },
      ],
    });
    await call('ModifyResourceTags', {
      Resource,
      ReplaceTags: [{ TagKey: 'k', TagValue: 'new' }],
      DeleteTags: [{ TagKey: 'gone' }],
    });
    expect(await call('DescribeResourceTagsByResourceIds', SERVICES)).toEqual({
      TotalCount: 1,
      Offset: 0,
      Limit: 15,
      Tags: [{ ResourceId: 'service-a', ServiceType: 'apigw', TagKey: 'k', TagValue: 'new' }],
    });
  });

  it('are paged', async () => {
    const call = setUp();
    for (const id of SERVICES.ResourceIds) {
      const ReplaceTags = [{ TagKey: 'k', TagValue: id }];
      await call('ModifyResourceTags', { Resource: `qcs::apigw:::service/${id}`, ReplaceTags });
    }
    const page = { ...SERVICES, Offset: 1, Limit: 1 };
    const { TotalCount, Tags } = await call('DescribeResourceTagsByResourceIds', page);
    expect([TotalCount, Tags]).toEqual([2, [expect.objectContaining({ TagValue: 'service-b' })]]);
  });

  it.each(['service-a', 'qcs::apigw:ap-guangzhou:uin/1', ''])(
    'refuse the resource "%s"',
    async (Resource) => {
      expect(await setUp()('ModifyResourceTags', { Resource })).toEqual({
        code: 'InvalidParameterValue.ResourceDescriptionError',
      });
    },
  );
});
