import { addressText, isMapped, networkOf, parseCidr } from '../generic/cidr.ts';
import { type NetworkPolicy, rulesOf } from './network-policy.ts';

/** Warns of networks that are not written as they should be. Models `networkPolicyWarnings` of its strategy. */
export function networkPolicyWarnings(policy: NetworkPolicy): string[] {
  return rulesOf(policy).flatMap(({ path, side, peers }) =>
    peers.flatMap(({ ipBlock }, index) => {
      if (!ipBlock) return [];
      const at = `${path}.${side}[${index}].ipBlock`;
      const except = (ipBlock.except ?? []).flatMap((cidr, place) => cidrWarnings(cidr, `${at}.except[${place}]`));
      return [...cidrWarnings(ipBlock.cidr ?? '', `${at}.cidr`), ...except];
    }),
  );
}

/** Models `GetWarningsForCIDR` of `k8s.io/apimachinery/pkg/util/validation/ip.go`. */
function cidrWarnings(text: string, path: string): string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return [];
  const { width, address, length } = cidr;
  const network = networkOf(cidr);
  const canonical = `${addressText(network, width)}/${length}`;
  const [written = ''] = text.split('/');
  const warnings: string[] = [];
  if (network !== address) {
    const single = `${addressText(address, width)}/${width}`;
    warnings.push(`${path}: CIDR value "${text}" is ambiguous in this context (should be "${canonical}" or "${single}"?)`);
  }
  const isOdd = isMapped(written) || (width === 32 && /(^|\.)0\d/.test(written));
  if (isOdd)
    warnings.push(
      `${path}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    );
  if (warnings.length === 0 && canonical !== text)
    warnings.push(`${path}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${canonical}")`);
  return warnings;
}
