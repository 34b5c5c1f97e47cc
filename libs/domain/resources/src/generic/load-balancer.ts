import { dns1123Subdomain, type FieldError, fieldErrors, ipAddress } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

/** Where traffic from outside comes in. */
interface Balancer {
  readonly ip?: string;
  readonly hostname?: string;
}

/** The addresses of load balancers, sorted, '' for none; whole, as a server prints them. Models `loadBalancerStatusStringer`. */
export function balancersText(balancers: readonly Balancer[] | undefined): string {
  const addresses = (balancers ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}

/** Judges the addresses of load balancers at `path`. Models `ValidateLoadBalancerStatus` and `ValidateIngressLoadBalancerStatus`. */
export function validateBalancers(balancers: readonly Balancer[] | undefined, path: string): FieldError[] {
  return (balancers ?? []).flatMap(({ ip = '', hostname = '' }, index) => [
    ...(ip === '' ? [] : complaints(ip, ipAddress(ip), `${path}[${index}].ip`)),
    ...(hostname === '' ? [] : complaints(hostname, dns1123Subdomain(hostname), `${path}[${index}].hostname`)),
    ...(hostname !== '' && ipAddress(hostname).length === 0
      ? [fieldErrors.invalid(`${path}[${index}].hostname`, hostname, 'must be a DNS name, not an IP address')]
      : []),
  ]);
}
