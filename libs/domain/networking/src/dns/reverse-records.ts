import { isIpv4 } from '@klockwork/api-machinery';
import { addressesOfSlice, clusterIPs, type NetworkView, serviceOfSlice } from '../network-view.ts';
import { endpointLabel } from './cluster-records.ts';
import { CLUSTER_DOMAIN } from './dns-message.ts';
import { bareName } from './parse-name.ts';

const REVERSE_DOMAIN = '.in-addr.arpa';

/** Address encoded in a name such as `1.0.96.10.in-addr.arpa`. */
export function reversedAddress(name: string): string | undefined {
  const lower = bareName(name).toLowerCase();
  if (!lower.endsWith(REVERSE_DOMAIN)) return undefined;
  const ip = lower.slice(0, -REVERSE_DOMAIN.length).split('.').reverse().join('.');
  return isIpv4(ip) ? ip : undefined;
}

/** Reverse name of an IPv4 address. */
export function reverseName(ip: string): string {
  return `${ip.split('.').reverse().join('.')}${REVERSE_DOMAIN}`;
}

/**
 * Names of an address: of the Service with this cluster IP, else of its ready endpoints. Models `serviceRecordForIP` of CoreDNS'
 * plugin/kubernetes/reverse.go.
 */
export function namesOfAddress(ip: string, view: NetworkView): readonly string[] {
  const service = view.servicesAt(ip).find(({ spec }) => clusterIPs(spec).includes(ip));
  if (service !== undefined) return [`${service.metadata?.name}.${service.metadata?.namespace}.svc.${CLUSTER_DOMAIN}`];
  return view
    .slicesAt(ip)
    .filter((slice) => serviceOfSlice(slice) !== undefined && addressesOfSlice(slice).includes(ip))
    .flatMap((slice) => {
      const [namespace, name] = (serviceOfSlice(slice) ?? '').split('/');
      return slice.endpoints
        .filter(({ addresses, conditions }) => addresses.includes(ip) && (conditions?.ready ?? true))
        .map((endpoint) => `${endpointLabel(endpoint, ip)}.${name}.${namespace}.svc.${CLUSTER_DOMAIN}`);
    });
}
