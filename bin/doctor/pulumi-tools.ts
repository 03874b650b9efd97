import type { PulumiTool, PulumiTools } from '../pulumi/tools';
import { megabytes, type Finding } from './finding';

/** Which of Pulumi's programs are here. None is needed, since the first `up` downloads it. */
export function checkPulumiTools({ home, ...tools }: PulumiTools): Finding[] {
  return [
    { area: 'pulumi tools', name: 'PULUMI_HOME', isOk: true, detail: home },
    ...Object.values(tools).map(describe),
  ];
}

function describe({ name, version, size, file, download }: PulumiTool): Finding {
  return size === undefined
    ? {
        area: 'pulumi tools',
        name,
        isOk: false,
        detail: `${version} is not at ${file}`,
        fix: `nothing, where there is a network: the first npm run up downloads ${download}`,
      }
    : { area: 'pulumi tools', name, isOk: true, detail: `${version}, ${megabytes(size)}` };
}
