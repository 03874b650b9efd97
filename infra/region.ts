import { configCommand } from './config-command';
import { UserError } from './user-error';

/** Regions of COS, and so of the registry bucket (436/6224). SCF is in most of them (583/16587). */
const REGIONS: readonly string[] = [
  'ap-bangkok',
  'ap-beijing',
  'ap-beijing-fsi',
  'ap-chengdu',
  'ap-chongqing',
  'ap-guangzhou',
  'ap-hongkong',
  'ap-jakarta',
  'ap-mumbai',
  'ap-nanjing',
  'ap-seoul',
  'ap-shanghai',
  'ap-shanghai-fsi',
  'ap-shenzhen-fsi',
  'ap-singapore',
  'ap-tokyo',
  'eu-frankfurt',
  'na-ashburn',
  'na-siliconvalley',
  'na-toronto',
  'sa-saopaulo',
];

/** Checks that a region exists before anything is asked of it. */
export function checkRegion(region: string, stack: string): void {
  if (!REGIONS.includes(region)) {
    throw new UserError(
      `There is no region ${JSON.stringify(region)}. Regions: ${REGIONS.join(', ')}.\n` +
        `To fix it: ${configCommand(stack, 'set tencentcloud:region ap-guangzhou')} (and look at TENCENTCLOUD_REGION, which is used when the setting is absent).`,
    );
  }
}
