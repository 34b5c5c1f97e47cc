import { isIpv4, isIpv6 } from '@klockwork/api-machinery';

/** Address families, as in a Service's `ipFamilies`. */
export type IpFamily = 'IPv4' | 'IPv6';

/** Returns the family of an address; IPv4 for invalid ones. */
export function ipFamilyOf(address: string): IpFamily {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/** Returns the family of a network. */
export function ipFamilyOfCidr(cidr: string): IpFamily {
  return ipFamilyOf(cidr.split('/')[0] ?? '');
}

/** Models `IsValidCIDRForLegacyField` of `k8s.io/apimachinery/pkg/util/validation/ip.go`: leading zeros are valid. */
export function cidrProblems(cidr: string): string[] {
  const [address = '', length = '', ...rest] = cidr.split('/');
  const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  const valid = rest.length === 0 && /^[0-9]{1,9}$/.test(length) && Number(length) <= bits;
  return valid ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/**
 * Returns problems of an endpoint address: invalid, unspecified, loopback and link-local addresses are refused. Models
 * `ValidateEndpointIP`, formerly `ValidateNonSpecialIP`.
 */
export function specialIpProblems(address: string): string[] {
  if (!isIpv4(address) && !isIpv6(address)) return ['must be a valid IP address'];
  const problems: string[] = [];
  if (isUnspecified(address)) problems.push(`may not be unspecified (${address})`);
  if (isLoopback(address)) problems.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (isLinkLocalUnicast(address)) problems.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (isLinkLocalMulticast(address)) problems.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return problems;
}

/** Converts an IPv4 address to a number. */
export function ipv4Number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Converts a number to an IPv4 address. */
export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || /^[0:]+$/.test(address);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || /^(0*:)+0*1$/.test(address);
}

function isLinkLocalUnicast(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab][0-9a-f]:/i.test(address);
}

function isLinkLocalMulticast(address: string): boolean {
  return address.startsWith('224.0.0.') || /^ff.2:/i.test(address);
}
