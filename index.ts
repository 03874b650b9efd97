import * as pulumi from '@pulumi/pulumi';
import { buildFunctions } from './infra/bundle/functions';
import { compilePage } from './infra/bundle/page';
import { buildGateway } from './infra/bundle/gateway';
import { Chat } from './infra/chat';
import { checkAccount, checkCredentials } from './infra/cloud';
import { findAccount } from './infra/find-account';
import { machineDomain } from './infra/gateways/machine/machine-domain';
import { readMachineFiles } from './infra/gateways/machine/machine-files';
import { findMachineSite } from './infra/gateways/machine/machine-site';
import { physicalNames } from './infra/names';
import { pageFile } from './infra/page-file';
import { checkRegion } from './infra/region';
import { parseSettings } from './infra/settings';
import { stackTags } from './infra/tags';
import { warningsFor } from './infra/warnings';

/** Who runs the program in a process of its own; Pulumi is none. */
interface Listener {
  /** Gets the page's HTML when it has been built. */
  readonly onPage?: (html: string) => void;
  /** Gets what Pulumi would print as a warning. */
  readonly onWarning?: (text: string) => void;
}

/** Checks everything that can be checked, then provisions: settings, one component, outputs. */
async function program({ onPage, onWarning }: Listener = {}): Promise<Record<string, unknown>> {
  const project = pulumi.getProject();
  const stack = pulumi.getStack();
  const provider = new pulumi.Config('tencentcloud');
  const fromEnvironment = (name: string) => process.env[`TENCENTCLOUD_${name}`];

  const settings = parseSettings(pulumi.runtime.allConfig(), { project, stack });
  const region = provider.get('region') ?? fromEnvironment('REGION') ?? 'ap-guangzhou';
  checkRegion(region, stack);
  checkCredentials(stack, {
    secretId: provider.get('secretId') ?? fromEnvironment('SECRET_ID'),
    secretKey: provider.get('secretKey') ?? fromEnvironment('SECRET_KEY'),
  });
  const isMachine = settings.gateway === 'machine';
  const [zips, page, bundle] = await Promise.all([
    buildFunctions(__dirname),
    compilePage(__dirname),
    isMachine ? buildGateway(__dirname) : undefined,
  ]);
  const { appId, account } = await findAccount();
  checkAccount(stack, appId);
  const names = physicalNames({ project, stack, appId, region });

  for (const warning of warningsFor(settings, stack)) {
    if (onWarning) onWarning(warning);
    else await pulumi.log.warn(warning);
  }
  const machine = bundle && {
    bundle,
    files: await readMachineFiles(__dirname),
    site: await findMachineSite(settings, { stack, account, region }),
    domain: machineDomain(settings, stack),
  };
  const tags = stackTags(project, stack);
  const chat = new Chat('chat', {
    settings,
    names,
    region,
    appId,
    account,
    tags,
    zips,
    machine,
  });
  return {
    wsUrl: chat.wsUrl,
    page: pageFile({ root: __dirname, stack, page, wsUrl: chat.wsUrl, settings, onPage }),
    bucket: chat.bucket,
    functions: chat.functions,
    pushBackUrl: chat.pushBackUrl,
    account,
    ...(chat.dnsRecord && { dnsRecord: chat.dnsRecord }),
  };
}

export = program;
