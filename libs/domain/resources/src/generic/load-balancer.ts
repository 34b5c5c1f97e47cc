import { dns1123Subdomain, type FieldError, fieldErrors, ipAddress } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

interface Balancer {
  readonly ip?: string;
  /** Delivery of traffic to the address; absent for Ingresses. */
  readonly ipMode?: string;
  readonly hostname?: string;
}

const IP_MODES = ['Proxy', 'VIP'];

/** Returns sorted addresses of load balancers, '' for none; untruncated, as printed by a server. Models `loadBalancerStatusStringer`. */
export function balancersText(balancers: readonly Balancer[] | undefined): string {
  const addresses = (balancers ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}

/** Validates load balancer addresses at `path`. Models `ValidateLoadBalancerStatus` and `ValidateIngressLoadBalancerStatus`. */
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

/** Absent modes have their default. */
function ipModeErrors(ipMode: string, ip: string, path: string): FieldError[] {
  if (ip === '') return [fieldErrors.forbidden(path, 'may not be specified when `ip` is not set')];
  return IP_MODES.includes(ipMode) ? [] : [fieldErrors.notSupported(path, ipMode, IP_MODES)];
}
