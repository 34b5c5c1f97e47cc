import { dns1123Subdomain, type FieldError, fieldErrors, ipAddress } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

/** Longer lists of load balancers are cut to this many characters. */
const WIDTH = 16;

/** Where traffic from outside comes in. */
interface Balancer {
  readonly ip?: string;
  readonly hostname?: string;
}

/** The addresses of load balancers, sorted, '' for none. Models `loadBalancerStatusStringer` where the list is not wide. */
export function balancersText(balancers: readonly Balancer[] | undefined): string {
  const addresses = (balancers ?? []).map(({ ip, hostname }) => ip || hostname || '');
  const text = [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 3)}...` : text;
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
