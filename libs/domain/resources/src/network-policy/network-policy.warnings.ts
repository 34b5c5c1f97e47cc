import { cidrWarnings } from '../generic/address-warnings.ts';
import { type NetworkPolicy, rulesOf } from './network-policy.ts';

/** Warns about nonstandard networks. Models `networkPolicyWarnings` of its strategy. */
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
