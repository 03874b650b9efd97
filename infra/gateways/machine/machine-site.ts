import * as tencentcloud from '@pulumi/tencentcloud';
import { configCommand } from '../../config-command';
import { isLocalStack } from '../../local-stack';
import type { Settings } from '../../settings';
import { UserError } from '../../user-error';
import {
  addressAfter,
  isHostAddress,
  loopbackNetwork,
  usualAddress,
  usualNetwork,
} from './addresses';

/** Where a machine will stand, and what it starts from. */
export interface MachineSite {
  readonly zone: string;
  readonly network: {
    readonly cidr: string;
    /** Of the machine, for as long as the stack lives. */
    readonly address: string;
    /** Where there are two: of the second, and where functions push to so that either gets it. */
    readonly cluster?: { readonly second: string; readonly pushBack: string };
    /** What is there already. */
    readonly given?: { readonly vpcId: string; readonly subnetId: string };
  };
  readonly image: {
    readonly id: string;
    /** Whether a setting names it; a newer image of Tencent's own is no reason for a new machine. */
    readonly isChosen: boolean;
  };
}

type MachineSettings = Pick<
  Settings,
  | 'gatewayNodes'
  | 'machineType'
  | 'machineImage'
  | 'machineNetwork'
  | 'machineAddress'
  | 'vpcId'
  | 'subnetId'
>;

interface SiteScope {
  readonly stack: string;
  /** Its number. */
  readonly account: string;
  readonly region: string;
}

/** systemd 252, cloud-init and curl are in it; any later image with them will do. */
const IMAGE_NAME = /^Debian (Server )?12(\.\d+)? 64/;
const FOR_SALE = 'SELL';

/**
 * Finds out where the machine can stand, without making anything.
 *
 * @throws UserError when no zone sells such a machine, or there is no such image or subnet
 */
export async function findMachineSite(
  settings: MachineSettings,
  scope: SiteScope,
): Promise<MachineSite> {
  const [image, place] = await Promise.all([
    findImage(settings.machineImage, scope),
    settings.subnetId === '' ? newNetwork(settings, scope) : givenNetwork(settings, scope),
  ]);
  const { cidr, zone } = place;
  const address = settings.machineAddress === '' ? usualAddress(cidr) : settings.machineAddress;
  const cluster =
    settings.gatewayNodes === 1
      ? undefined
      : { second: addressAfter(address, 1), pushBack: addressAfter(address, 2) };
  if (!isHostAddress(cidr, address) || !isHostAddress(cidr, cluster?.pushBack ?? address)) {
    const more = cluster ? ' with the two addresses after it' : '';
    throw new UserError(
      `scf-chat:machineAddress is "${address}", which is not free for a machine in the network ${cidr}${more}. Nothing was changed.\n` +
        `To fix it: ${configCommand(scope.stack, `set machineAddress ${usualAddress(cidr)}`)}`,
    );
  }
  const { vpcId, subnetId } = settings;
  const given = subnetId === '' ? {} : { given: { vpcId, subnetId } };
  return { zone, image, network: { cidr, address, ...(cluster && { cluster }), ...given } };
}

interface Place {
  readonly cidr: string;
  readonly zone: string;
}

async function newNetwork(
  { gatewayNodes, machineType, machineNetwork }: MachineSettings,
  scope: SiteScope,
): Promise<Place> {
  const { stack, account } = scope;
  const usual = isLocalStack(stack) ? loopbackNetwork(stack, account) : usualNetwork();
  return {
    cidr: machineNetwork === '' ? usual : machineNetwork,
    zone: await findZone(machineType, scope, await redisZones(gatewayNodes)),
  };
}

async function givenNetwork(
  { gatewayNodes, vpcId, subnetId }: MachineSettings,
  scope: SiteScope,
): Promise<Place> {
  const { cidrBlock, availabilityZone } = await tencentcloud.getSubnet({ vpcId, subnetId });
  requireRedis([availabilityZone], await redisZones(gatewayNodes), scope);
  return { cidr: cidrBlock, zone: availabilityZone };
}

/** Zones that have TencentDB for Redis, which two machines need; undefined where there is one. */
async function redisZones(gatewayNodes: number): Promise<readonly string[] | undefined> {
  if (gatewayNodes === 1) return undefined;
  const { zones } = await tencentcloud.getAvailabilityZonesByProduct({ product: 'redis' });
  return zones.flatMap(({ name }) => name ?? []);
}

/** The zones among these that have a Redis where one is needed. */
function requireRedis(
  zones: readonly string[],
  withRedis: readonly string[] | undefined,
  { stack, region }: SiteScope,
): readonly string[] {
  const found = zones.filter((zone) => withRedis?.includes(zone) ?? true);
  if (found.length > 0 || zones.length === 0) return found;
  throw new UserError(
    `None of the zones ${zones.join(', ')} of ${region}, where the machines could be, has TencentDB for Redis, which two of them need. Nothing was changed.\n` +
      `To fix it: ${configCommand(stack, 'set gatewayNodes 1')}, or choose another machineType, subnetId or region.`,
  );
}

/** The first zone that sells the machine, or has at least done so: ours may be the last it had. */
async function findZone(
  machineType: string,
  scope: SiteScope,
  withRedis: readonly string[] | undefined,
): Promise<string> {
  const { instanceTypes } = await tencentcloud.getInstanceTypes({
    filters: [
      { name: 'instance-type', values: [machineType] },
      { name: 'instance-charge-type', values: ['POSTPAID_BY_HOUR'] },
    ],
  });
  const ranked = instanceTypes
    .map(({ availabilityZone = '', status }) => ({
      zone: availabilityZone,
      rank: `${status === FOR_SALE ? 0 : 1} ${availabilityZone}`,
    }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1));
  const [first] = requireRedis(
    ranked.map(({ zone }) => zone),
    withRedis,
    scope,
  );
  if (first === undefined) {
    const { stack, region } = scope;
    throw new UserError(
      `No zone of ${region} offers machines of the type ${machineType} by the hour. Nothing was changed.\n` +
        `To fix it: ${configCommand(stack, 'set machineType SA5.MEDIUM2')}, or another one of https://buy.cloud.tencent.com/cvm.`,
    );
  }
  return first;
}

async function findImage(
  machineImage: string,
  { stack, region }: SiteScope,
): Promise<MachineSite['image']> {
  if (machineImage !== '') return { id: machineImage, isChosen: true };
  const { images } = await tencentcloud.getImages({ imageTypes: ['PUBLIC_IMAGE'] });
  // The provider gives the newest first.
  const image = images.find(
    ({ imageName = '', architecture, imageState }) =>
      IMAGE_NAME.test(imageName) && architecture === 'x86_64' && imageState === 'NORMAL',
  );
  if (image?.imageId === undefined) {
    throw new UserError(
      `There is no public image of Debian 12 in ${region}. Nothing was changed.\n` +
        `To fix it: ${configCommand(stack, 'set machineImage img-…')} with an image that has systemd 250 or newer, cloud-init and curl.`,
    );
  }
  return { id: image.imageId, isChosen: false };
}
