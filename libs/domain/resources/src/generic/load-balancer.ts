import { dns1123Subdomain, type FieldError, fieldErrors, ipAddress } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

/** Where traffic from outside comes in. */
interface Balancer {
  readonly ip?: string;
  /** How traffic to the address arrives. Those of Ingresses do not say. */
  readonly ipMode?: string;
  readonly hostname?: string;
}

const IP_MODES = ['Proxy', 'VIP'];

/** The addresses of load balancers, sorted, '' for none; whole, as a server prints them. Models `loadBalancerStatusStringer`. */
export function balancersText(balancers: readonly Balancer[] | undefined): string {
  const addresses = (balancers ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}

/** Judges the addresses of load balancers at `path`. Models `ValidateLoadBalancerStatus` and `ValidateIngressLoadBalancerStatus`. */
export function validateBalancers(balancers: readonly Balancer[] | undefined, path: string): FieldError[] {
  return (balancers ?? []).flatMap(({ ip = '', ipMode, hostname = '' }, index) => [
    ...(ip === '' ? [] : complaints(ip, ipAddress(ip), `${path}[${index}].ip`)),
    ...(ipMode === undefined ? [] : ipModeErrors(ipMode, ip, `${path}[${index}].ipMode`)),
    ...(hostname === '' ? [] : complaints(hostname, dns1123Subdomain(hostname), `${path}[${index}].hostname`)),
    ...(hostname !== '' && ipAddress(hostname).length === 0
      ? [fieldErrors.invalid(`${path}[${index}].hostname`, hostname, 'must be a DNS name, not an IP address')]
      : []),
  ]);
}

/** An address that says nothing of it has its default. */
function ipModeErrors(ipMode: string, ip: string, path: string): FieldError[] {
  if (ip === '') return [fieldErrors.forbidden(path, 'may not be specified when `ip` is not set')];
  return IP_MODES.includes(ipMode) ? [] : [fieldErrors.notSupported(path, ipMode, IP_MODES)];
}
