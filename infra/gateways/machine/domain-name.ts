/** Longest name in DNS, and longest part of one (RFC 1035 §2.3.4). */
const MAX_LENGTH = 253;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** At least two labels, the last of which is no number, so that no address is taken for a name. */
const DOMAIN_NAME = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`);
/** What DNSPod calls the zone itself. */
const APEX = '@';

/** Whether a text is a domain name in lower case, such as `chat.example.com` or `xn--fiq.cn`. */
export function isDomainName(text: string): boolean {
  return text.length <= MAX_LENGTH && DOMAIN_NAME.test(text);
}

/** Whether a name is that of a zone, or below it. */
export function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** A name without its zone's: `chat` of `chat.example.com` in `example.com`, `@` of the zone's own. */
export function subDomainIn(zone: string, name: string): string {
  return name === zone ? APEX : name.slice(0, -zone.length - 1);
}
