import { configCommand } from './config-command';
import { isLocalStack } from './local-stack';
import type { Settings } from './settings';

type Warned = Pick<Settings, 'gateway' | 'gatewayNodes' | 'domain' | 'dnsZone'>;

/** What a user should hear of these settings before anything is made. */
export function warningsFor(settings: Warned, stack: string): string[] {
  switch (settings.gateway) {
    case 'api-gateway':
      return isLocalStack(stack) ? [] : [RETIREMENT];
    case 'machine':
      return [...reachWarnings(settings, stack), replacementWarning(settings)];
    case 'external':
      return [];
  }
}

const RETIREMENT =
  'Tencent has accepted no new API Gateway services since 2024-07-01 and switches the product off in batches since 2026-10-30 (https://cloud.tencent.com/document/product/628/106651).\n' +
  'Unless your account still can create one, this stops at the service, before anything else is made; `npm start` runs the same program on the local cloud.';

/** Who cannot connect. */
function reachWarnings({ domain, dnsZone, gatewayNodes }: Warned, stack: string): string[] {
  if (domain === '') {
    const wayOut =
      gatewayNodes === 1
        ? `With a domain it speaks wss: ${configCommand(stack, 'set domain chat.example.com')} (docs/machine.md).`
        : 'One machine with a domain speaks wss, two do not (docs/machine.md).';
    return [
      `The gateway speaks ws and not wss: pages on https cannot connect to it, and what people say can be read on the way. ${wayOut}`,
    ];
  }
  if (dnsZone !== '') return [];
  return [
    `Nobody can connect until ${domain} has the DNS record of the output dnsRecord, and no setting dnsZone says where to make it. Make it by hand, once.`,
  ];
}

function replacementWarning({ domain, gatewayNodes }: Warned): string {
  if (gatewayNodes > 1) {
    return 'Where this plan replaces tencentcloud:index:Instance gateway and gateway-2, one goes after the other: the connections of each are closed over 10 seconds and can come back to the other one at once. The second is not touched before the new first one serves, after about 2 minutes.';
  }
  const replacement =
    'Where this plan replaces tencentcloud:index:Instance gateway, all connections are closed over 10 seconds and can come back after about 2 minutes; nobody is removed from the chat for it.';
  return domain === ''
    ? replacement
    : `${replacement} The new machine needs a new certificate, and Let's Encrypt gives out five of a name in seven days.`;
}
