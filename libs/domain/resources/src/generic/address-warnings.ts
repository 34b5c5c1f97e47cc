import { isIpv4, isIpv6 } from '@klockwork/api-machinery';
import { addressBits, addressText, isMapped, networkOf, parseCidr } from './cidr.ts';

/** Warns about a nonstandard address. Models `GetWarningsForIP` of `k8s.io/apimachinery/pkg/util/validation/ip.go`. */
export function addressWarnings(text: string, path: string): string[] {
  if (!isIpv4(text) && !isIpv6(text)) return [];
  const canonical = addressText(addressBits(text), isIpv4(text) ? 32 : 128);
  if (isMapped(text) || hasLeadingZeros(text))
    return [`${path}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${canonical}"`];
  return canonical === text ? [] : [`${path}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${canonical}")`];
}

/** Warns about a nonstandard network. Models `GetWarningsForCIDR` of the same file. */
export function cidrWarnings(text: string, path: string): string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return [];
  const { width, address, length } = cidr;
  const network = networkOf(cidr);
  const canonical = `${addressText(network, width)}/${length}`;
  const [written = '', bits = ''] = text.split('/');
  const warnings: string[] = [];
  if (network !== address) {
    const single = `${addressText(address, width)}/${width}`;
    warnings.push(`${path}: CIDR value "${text}" is ambiguous in this context (should be "${canonical}" or "${single}"?)`);
  }
  if (isMapped(written) || hasLeadingZeros(written) || /^0\d/.test(bits))
    warnings.push(
      `${path}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    );
  if (warnings.length === 0 && canonical !== text)
    warnings.push(`${path}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${canonical}")`);
  return warnings;
}

function hasLeadingZeros(address: string): boolean {
  return isIpv4(address) && /(^|\.)0\d/.test(address);
}
