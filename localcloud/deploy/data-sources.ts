import type { ApiAnswer, CloudClient } from './cloud-client';
import type { Inputs } from './resources/resource';

/** What a data source of the program is to the local cloud: what the provider would ask. */
type DataSource = (inputs: Inputs, cloud: CloudClient) => Promise<Record<string, unknown>>;

const DATA_SOURCES: Readonly<Record<string, DataSource>> = {
  async getUserInfo(_inputs, cloud) {
    const user = await cloud.call('cam', 'GetUserAppId', {});
    return {
      id: 'user-info',
      appId: String(user['AppId']),
      uin: user['Uin'],
      ownerUin: user['OwnerUin'],
      name: '',
    };
  },

  async getInstanceTypes(inputs, cloud) {
    const { InstanceTypeQuotaSet } = await cloud.call('cvm', 'DescribeZoneInstanceConfigInfos', {
      Filters: (inputs['filters'] as readonly Inputs[]).map(({ name, values }) => ({
        Name: name,
        Values: values,
      })),
    });
    const instanceTypes = (InstanceTypeQuotaSet as readonly ApiAnswer[]).map((offer) => ({
      availabilityZone: offer['Zone'],
      instanceType: offer['InstanceType'],
      status: offer['Status'],
    }));
    return { id: 'instance-types', instanceTypes };
  },

  async getImages(inputs, cloud) {
    const { ImageSet } = await cloud.call('cvm', 'DescribeImages', {
      Filters: [{ Name: 'image-type', Values: inputs['imageTypes'] }],
      Offset: 0,
      Limit: 100,
    });
    const images = (ImageSet as readonly ApiAnswer[]).map((image) => ({
      imageId: image['ImageId'],
      imageName: image['ImageName'],
      architecture: image['Architecture'],
      imageState: image['ImageState'],
    }));
    return { id: 'images', images };
  },

  async getAvailabilityZonesByProduct(inputs, cloud) {
    const { ZoneSet } = await cloud.call('api', 'DescribeZones', { Product: inputs['product'] });
    const zones = (ZoneSet as readonly ApiAnswer[]).map((zone) => ({
      id: zone['ZoneId'],
      name: zone['Zone'],
      state: zone['ZoneState'],
    }));
    return { id: 'zones', product: inputs['product'], zones };
  },

  async getSubnet({ vpcId, subnetId }, cloud) {
    const { SubnetSet } = await cloud.call('vpc', 'DescribeSubnets', {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'subnet-id', Values: [subnetId] },
      ],
      Offset: '0',
      Limit: '100',
    });
    const [subnet] = SubnetSet as readonly ApiAnswer[];
    if (subnet === undefined) {
      throw new Error(`The subnet ${String(subnetId)} of ${String(vpcId)} does not exist.`);
    }
    return {
      id: subnetId,
      cidrBlock: subnet['CidrBlock'],
      availabilityZone: subnet['Zone'],
    };
  },
};

/** Answers a data source of the program, e.g. `tencentcloud:index/getUserInfo:getUserInfo`. */
export async function askDataSource(
  token: string,
  inputs: Inputs,
  cloud: CloudClient,
): Promise<Record<string, unknown>> {
  const source = DATA_SOURCES[token.slice(token.lastIndexOf(':') + 1)];
  if (source === undefined) {
    throw new Error(`The local cloud does not know the data source ${token}.`);
  }
  return source(inputs, cloud);
}
