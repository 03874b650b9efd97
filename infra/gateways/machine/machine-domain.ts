import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import { isLocalStack } from '../../local-stack';
import type { Settings } from '../../settings';
import { subDomainIn } from './domain-name';

/** The name by which clients reach the machine, with TLS. */
export interface MachineDomain {
  /** e.g. `chat.example.com`. */
  readonly name: string;
  /** Its zone at DNSPod, which gets a record; empty where the record is made by hand. */
  readonly zone: string;
  /** Where TLS is spoken, and where clients are led there who do not. */
  readonly ports: { readonly https: number; readonly http: number };
}

const PORTS = { https: 443, http: 80 };
/** On a local cloud, where it may be that only root can open the usual ones. */
const LOCAL_PORTS = { https: 8443, http: 8008 };
/** The line that answers everybody whom no other line of the zone is for. */
const DEFAULT_LINE = '默认';
/** Seconds that resolvers keep the address; a zone that nobody pays for takes none below. */
const TTL = 600;

/** The domain that the settings name, if they name one. */
export function machineDomain(
  { domain: name, dnsZone: zone }: Pick<Settings, 'domain' | 'dnsZone'>,
  stack: string,
): MachineDomain | undefined {
  if (name === '') return undefined;
  return { name, zone, ports: isLocalStack(stack) ? LOCAL_PORTS : PORTS };
}

/** e.g. `wss://chat.example.com`. */
export function originOf({ name, ports }: MachineDomain): string {
  return `wss://${name}${ports.https === PORTS.https ? '' : `:${ports.https}`}`;
}

/** The DNS record that the name needs, as in a zone file, wherever it is made. */
export function recordText({ name }: MachineDomain, address: pulumi.Output<string>) {
  return pulumi.interpolate`${name}. ${TTL} IN A ${address}`;
}

/** Makes that record at DNSPod; nothing where the zone is elsewhere. */
export function createRecord(
  resourceName: string,
  { name, zone }: MachineDomain,
  address: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): tencentcloud.DnspodRecord | undefined {
  if (zone === '') return undefined;
  return new tencentcloud.DnspodRecord(
    resourceName,
    {
      domain: zone,
      subDomain: subDomainIn(zone, name),
      recordType: 'A',
      recordLine: DEFAULT_LINE,
      value: address,
      ttl: TTL,
    },
    opts,
  );
}
