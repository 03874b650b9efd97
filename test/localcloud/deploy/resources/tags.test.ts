import { CloudClient } from '../../../../localcloud/deploy/cloud-client';
import { apiGatewayService } from '../../../../localcloud/deploy/resources/api-gateway-service';
import { camPolicy, camRole } from '../../../../localcloud/deploy/resources/cam';
import { cosBucket } from '../../../../localcloud/deploy/resources/cos-bucket';
import { createFunctionInput } from '../../../../localcloud/deploy/resources/scf-function';
import { startLocalCloud, type LocalCloud } from '../../../../localcloud/local-cloud';
import { createCosClient } from '../../../support/cos-client';

const TAGS = { 'pulumi-project': 'scf-chat', 'pulumi-stack': 'local' };
const LIST = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));

describe('what the deployment onto the local cloud makes with tags', () => {
  let cloud: LocalCloud;
  let client: CloudClient;
  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
    client = new CloudClient(cloud);
  });
  afterAll(() => cloud.close());

  it('is a service that has them', async () => {
    const inputs = { serviceName: 'tagged', protocol: 'http', netTypes: ['OUTER'], tags: TAGS };
    const { id } = await apiGatewayService.create(inputs, client);
    const service = await client.call('apigateway', 'DescribeService', { ServiceId: id });
    expect(service['Tags']).toEqual(LIST);
  });

  it('is a role that has them', async () => {
    const document = JSON.stringify({
      version: '2.0',
      statement: [
        {
          action: ['name/sts:AssumeRole'],
          effect: 'allow',
          principal: { service: ['scf.qcloud.com'] },
        },
      ],
    });
    const { id } = await camRole.create({ name: 'tagged', document, tags: TAGS }, client);
    const { RoleInfo } = await client.call('cam', 'GetRole', { RoleId: id });
    expect(RoleInfo).toMatchObject({ Tags: LIST });
  });

  it('is a policy that has them, and none when it is made again', async () => {
    const inputs = {
      name: 'tagged',
      document: JSON.stringify({
        version: '2.0',
        statement: [{ effect: 'allow', action: ['name/cos:PutObject'], resource: ['*'] }],
      }),
    };
    const { id } = await camPolicy.create({ ...inputs, tags: TAGS }, client);
    const policy = await client.call('cam', 'GetPolicy', { PolicyId: Number(id) });
    expect(policy['Tags']).toEqual(LIST);
    await client.call('cam', 'DeletePolicy', { PolicyId: [Number(id)] });
    const again = await camPolicy.create(inputs, client);
    const untagged = await client.call('cam', 'GetPolicy', { PolicyId: Number(again.id) });
    expect(untagged['Tags']).toEqual([]);
  });

  it('is a bucket that has them', async () => {
    const bucket = 'tagged-1250000000';
    await cosBucket.create({ bucket, tags: TAGS }, client);
    const place = { Bucket: bucket, Region: cloud.region };
    const { Tags } = await createCosClient(cloud).getBucketTagging(place);
    expect(Tags).toEqual(LIST);
  });

  it('is a function that is made with them', () => {
    const inputs = { name: 'f', handler: 'h', runtime: 'r', namespace: 'n', role: 'r', tags: TAGS };
    expect(createFunctionInput(inputs, Buffer.of())['Tags']).toEqual(LIST);
  });
});
