import { ipAddress, isIpv4 } from '@klockwork/api-machinery';
import { addressBits, addressText, isMapped, networkOf, parseCidr } from './cidr.ts';

/** Returns problems of a noncanonical address. Models `IsValidIP` of `k8s.io/apimachinery/pkg/util/validation/ip.go`, for newer fields. */
export function strictAddressProblems(address: string): string[] {
  const problems = ipAddress(address);
  if (problems.length > 0) return problems;
  if (isMapped(address)) return ['must not be an IPv4-mapped IPv6 address'];
  if (hasLeadingZeros(address)) return ['must not have leading 0s'];
  return inForm(address, addressText(addressBits(address), isIpv4(address) ? 32 : 128));
}

/** Returns problems of a noncanonical network. Models `IsValidCIDR` of the same file, for newer fields. */
export function strictCidrProblems(text: string): string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
  const [address = '', length = ''] = text.split('/');
  if (hasLeadingZeros(address) || /^0\d/.test(length)) return ['must not have leading 0s in IP or prefix length'];
  if (isMapped(address)) return ['must not have an IPv4-mapped IPv6 address'];
  const network = networkOf(cidr);
  if (network !== cidr.address) return ['must not have bits set beyond the prefix length'];
  return inForm(text, `${addressText(network, cidr.width)}/${cidr.length}`);
}

/** Returns problems of a noncanonical interface address with its prefix length. Models `IsValidInterfaceAddress` of the same file. */
export function interfaceAddressProblems(text: string): string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'];
  return inForm(text, `${addressText(cidr.address, cidr.width)}/${cidr.length}`);
}

function inForm(text: string, canonical: string): string[] {
  return canonical === text ? [] : [`must be in canonical form ("${canonical}")`];
}

function hasLeadingZeros(address: string): boolean {
  return isIpv4(address) && /(^|\.)0\d/.test(address);
}
