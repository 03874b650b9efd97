import { systemClock } from '../../gateway/engine/clock';
import { createCloudServices } from '../../localcloud/cloud-services';
import type { ApiService } from '../../localcloud/services/action';

/** Every product of API 3.0 that the local cloud serves. */
export function servedServices(): readonly ApiService[] {
  return createCloudServices({
    clock: systemClock,
    account: { region: 'ap-guangzhou', uin: '', credentials: { secretId: '', secretKey: '' } },
    baseUrl: '',
    restored: undefined,
  }).api;
}

/** What a product is called in CAM policies. */
export function nameInPolicies({ product, nameInPolicies = product }: ApiService): string {
  return nameInPolicies;
}
