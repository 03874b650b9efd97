import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import { buildFunctions } from './infra/bundle/functions';
import { compilePage } from './infra/bundle/page';
import { buildGateway } from './infra/bundle/gateway';
import { Chat } from './infra/chat';
import { checkAccount, checkCredentials } from './infra/cloud';
import { machineDomain } from './infra/gateways/machine/machine-domain';
import { readMachineFiles } from './infra/gateways/machine/machine-files';
import { findMachineSite } from './infra/gateways/machine/machine-site';
import { isLocalStack } from './infra/local-stack';
import { physicalNames } from './infra/names';
import { pageFile } from './infra/page-file';
import { checkRegion } from './infra/region';
import { parseSettings, type Settings } from './infra/settings';
import { stackTags } from './infra/tags';

/** Checks everything that can be checked, then provisions: settings, one component, outputs. */
async function program(): Promise<Record<string, unknown>> {
  const project = pulumi.getProject();
  const stack = pulumi.getStack();
  const provider = new pulumi.Config('tencentcloud');
  const fromEnvironment = (name: string) => process.env[`TENCENTCLOUD_${name}`];

  const settings = parseSettings(pulumi.runtime.allConfig(), project);
  const region = provider.get('region') ?? fromEnvironment('REGION') ?? 'ap-guangzhou';
  checkRegion(region);
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
  const { appId, uin: account } = await tencentcloud.getUserInfo();
  checkAccount(stack, appId);
  const names = physicalNames({ project, stack, appId, region });

  if (settings.gateway === 'api-gateway' && !isLocalStack(stack)) {
    await warnOfRetirement();
  }
  const machine = bundle && {
    bundle,
    files: await readMachineFiles(__dirname),
    site: await findMachineSite(settings, { stack, account, region }),
    domain: machineDomain(settings, stack),
  };
  if (machine) {
    await warnOfMachine(settings);
  }
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
    page: pageFile({ root: __dirname, stack, page, wsUrl: chat.wsUrl, settings }),
    bucket: chat.bucket,
    functions: chat.functions,
    pushBackUrl: chat.pushBackUrl,
    account,
    ...(chat.dnsRecord && { dnsRecord: chat.dnsRecord }),
  };
}

async function warnOfRetirement(): Promise<void> {
  await pulumi.log.warn(
    'Tencent has accepted no new API Gateway services since 2024-07-01 and switches the product off in batches since 2026-10-30 (https://cloud.tencent.com/document/product/628/106651).\n' +
      'Unless your account still can create one, this stops at the service, before anything else is made; `npm start` runs the same program on the local cloud.',
  );
}

async function warnOfMachine({ domain, dnsZone, gatewayNodes }: Settings): Promise<void> {
  if (domain === '') {
    await pulumi.log.warn(
      'The gateway speaks ws and not wss: pages on https cannot connect to it, and what people say can be read on the way. With a domain it speaks wss: pulumi config set domain chat.example.com (docs/machine.md).',
    );
  } else if (dnsZone === '') {
    await pulumi.log.warn(
      `Nobody can connect until ${domain} has the DNS record of the output dnsRecord, and no setting dnsZone says where to make it. Make it by hand, once.`,
    );
  }
  const replacement =
    gatewayNodes === 1
      ? 'Where this plan replaces tencentcloud:index:Instance gateway, all connections are closed over 10 seconds and can come back after about 2 minutes; nobody is removed from the chat for it.'
      : 'Where this plan replaces tencentcloud:index:Instance gateway and gateway-2, one goes after the other: the connections of each are closed over 10 seconds and can come back to the other one at once. The second is not touched before the new first one serves, after about 2 minutes.';
  await pulumi.log.warn(
    domain === ''
      ? replacement
      : `${replacement} The new machine needs a new certificate, and Let's Encrypt gives out five of a name in seven days.`,
  );
}

export = program;
