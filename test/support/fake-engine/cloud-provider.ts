import { isDeepStrictEqual } from 'node:util';
import { CloudClient } from '../../../localcloud/deploy/cloud-client';
import type { LocalCloud } from '../../../localcloud/local-cloud';
import { cloudResources, type CloudResource } from './cloud-resources';
import type { Properties } from './properties';
import type { Difference, Provider } from './provider';
import type { ResourceState } from './resource-state';

/** Takes the tencentcloud provider's place, onto a local cloud. */
export class CloudProvider implements Provider {
  private readonly cloud: CloudClient;
  private readonly resources: Readonly<Record<string, CloudResource>>;

  /** @param root where relative paths of zips start */
  constructor(localCloud: LocalCloud, root: string) {
    this.cloud = new CloudClient(localCloud);
    this.resources = cloudResources(localCloud, root);
  }

  check(_urn: string, news: Properties): Promise<Properties> {
    return Promise.resolve(news);
  }

  diff(old: ResourceState, news: Properties): Promise<Difference> {
    const op = isDeepStrictEqual(old.inputs, news) ? 'same' : 'update';
    return Promise.resolve({ op, deleteBeforeReplace: false });
  }

  async create({ type }: Pick<ResourceState, 'type'>, inputs: Properties) {
    const { id, outputs } = await this.resource(type).create(inputs, this.cloud);
    return { id, outputs: { ...inputs, ...outputs } };
  }

  async update(old: ResourceState, news: Properties): Promise<Properties> {
    const resource = this.resource(old.type);
    if (resource.update === undefined) {
      throw new Error(`The fake engine cannot change ${old.urn}.`);
    }
    await resource.update(old, news, this.cloud);
    return { ...old.outputs, ...news };
  }

  async delete(old: ResourceState): Promise<void> {
    await this.resource(old.type).delete(old, this.cloud);
  }

  /** The one data source of the program: who am I. */
  async invoke(token: string): Promise<Properties> {
    if (token !== 'tencentcloud:index/getUserInfo:getUserInfo') {
      throw new Error(`The fake engine does not know the data source ${token}.`);
    }
    const { AppId, Uin, OwnerUin } = await this.cloud.call('cam', 'GetUserAppId', {});
    return { id: 'user-info', appId: String(AppId), uin: Uin, ownerUin: OwnerUin, name: '' };
  }

  private resource(type: string): CloudResource {
    const resource = this.resources[type];
    if (resource === undefined) {
      throw new Error(`The fake engine does not know resources of the type ${type}.`);
    }
    return resource;
  }
}
