import { configCommand } from '../../config-command';
import { isInZone } from './domain-name';

/** Seconds after which CLB by itself ends a connection without traffic (IdleConnectTimeout). */
const BALANCER_TIMEOUT = 900;

/** The settings that only a gateway on a machine of its own takes, and that are empty otherwise. */
const MACHINE_SETTINGS = [
  'machineImage',
  'machineNetwork',
  'machineAddress',
  'vpcId',
  'subnetId',
  'domain',
  'dnsZone',
  'allowedOrigins',
  'messageRate',
  'maxConnections',
  'maxMessageBytes',
] as const;

/** What is wrong with the settings of a machine that are right one by one. */
export function machineContradictions(
  values: Readonly<Record<string, string>>,
  { project, stack }: { readonly project: string; readonly stack: string },
): (string | false)[] {
  const { gateway, gatewayNodes, serviceTimeout, machineNetwork } = values;
  const { vpcId = '', subnetId = '' } = values;
  const fix = (change: string) => configCommand(stack, change);
  const isCluster = gatewayNodes === '2';
  const notTaken = gateway === 'machine' ? [] : MACHINE_SETTINGS.filter((name) => values[name]);
  return [
    ...notTaken.map(
      (name) =>
        `${project}:${name} is set, but only the gateway "machine" takes it. ` +
        `To fix it: ${fix(`rm ${name}`)}, or ${fix('set gateway machine')}`,
    ),
    isCluster &&
      gateway !== 'machine' &&
      `${project}:gatewayNodes is 2, but only the gateway "machine" has nodes that this program makes. ` +
        `To fix it: ${fix('rm gatewayNodes')}, or ${fix('set gateway machine')}`,
    isCluster &&
      Boolean(values['domain']) &&
      `${project}:domain is set, but with two nodes a load balancer has the address, and TLS by Caddy is of one machine. ` +
        `To fix it: ${fix('rm domain')}, or ${fix('set gatewayNodes 1')}`,
    isCluster &&
      Number(serviceTimeout) > BALANCER_TIMEOUT &&
      `${project}:serviceTimeout is ${serviceTimeout}, but with two nodes their load balancer closes a connection after ${BALANCER_TIMEOUT} seconds without traffic. ` +
        `To fix it: ${fix(`set serviceTimeout ${BALANCER_TIMEOUT}`)}, or less`,
    (vpcId === '') !== (subnetId === '') &&
      `${project}:vpcId and ${project}:subnetId belong together, and one of them is missing. ` +
        `To fix it: set both, or ${fix('rm vpcId')} and ${fix('rm subnetId')}, and a network is made`,
    subnetId !== '' &&
      Boolean(machineNetwork) &&
      `${project}:machineNetwork is set, but the subnet that is given has its own. ` +
        `To fix it: ${fix('rm machineNetwork')}`,
    ...domainContradictions(values, project, fix),
  ];
}

function domainContradictions(
  { domain = '', dnsZone = '' }: Readonly<Record<string, string>>,
  project: string,
  fix: (change: string) => string,
): string[] {
  if (dnsZone === '') return [];
  if (domain === '') {
    return [
      `${project}:dnsZone is set, but no ${project}:domain that would get a record in it. ` +
        `To fix it: ${fix(`set domain chat.${dnsZone}`)}, or ${fix('rm dnsZone')}`,
    ];
  }
  if (isInZone(domain, dnsZone)) return [];
  return [
    `${project}:domain is "${domain}", which is not in the zone "${dnsZone}" of ${project}:dnsZone. ` +
      `To fix it: set the zone that the domain ends with, or ${fix('rm dnsZone')} and make the record by hand`,
  ];
}
