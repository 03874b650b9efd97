import { isInZone } from './domain-name';

/** What is wrong with the settings of a domain that are right one by one. */
export function domainContradictions(
  { domain = '', dnsZone = '' }: Readonly<Record<string, string>>,
  project: string,
): string[] {
  if (dnsZone === '') return [];
  if (domain === '') {
    return [
      `${project}:dnsZone is set, but no ${project}:domain that would get a record in it. ` +
        `To fix it: pulumi config set domain chat.${dnsZone}, or pulumi config rm dnsZone`,
    ];
  }
  if (isInZone(domain, dnsZone)) return [];
  return [
    `${project}:domain is "${domain}", which is not in the zone "${dnsZone}" of ${project}:dnsZone. ` +
      'To fix it: set the zone that the domain ends with, or pulumi config rm dnsZone and make the record by hand',
  ];
}
