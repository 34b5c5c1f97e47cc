import { isIpv4, isIpv6 } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';

/** True for an IPv4 address, also inside an IPv6 one; leading zeros are accepted. Models `ParseIPSloppy`. */
export function ipv4(text: string): boolean {
  return text.includes('.') && (isIpv4(text) || isIpv6(text));
}

/** True for an IPv6 address without zone. */
export function ipv6(text: string): boolean {
  return text.includes(':') && isIpv6(text);
}

/** True for an address with the length of its prefix: `10.0.0.0/8`. Models `ParseCIDRSloppy`. */
export function networkPrefix(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]*)\/(\d{1,5})$/.exec(text) ?? [];
  return (isIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128);
}

/** True for 6, 8 or 20 bytes in one of the usual notations. Models `net.ParseMAC`. */
export function macAddress(text: string): boolean {
  const lengths = [6, 8, 20];
  const colons = /^[0-9a-fA-F]{2}(?:(?::[0-9a-fA-F]{2})+|(?:-[0-9a-fA-F]{2})+)$/;
  if (colons.test(text)) return lengths.includes((text.length + 1) / 3);
  return /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text) && lengths.includes(((text.length + 1) / 5) * 2);
}

const HOST_LABEL = /^[a-zA-Z0-9\p{S}\p{L}](?:[a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?$/u;
const SINGLE_HOST = /^[a-zA-Z0-9\p{S}\p{L}](?:-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?$/u;
const TOP_DOMAIN = /^[a-zA-Z\p{L}]{2,63}$/u;

/** True for a host's name; letters of any script count. Models `IsHostname`. */
export function hostname(text: string): boolean {
  if (utf8Length(text) > 255) return false;
  const parts = text.split('.');
  if (parts.some((part) => utf8Length(part) > 63)) return false;
  if (parts.length === 1) return SINGLE_HOST.test(text);
  return parts.slice(0, -1).every((part) => HOST_LABEL.test(part)) && TOP_DOMAIN.test(parts.at(-1) ?? '');
}
