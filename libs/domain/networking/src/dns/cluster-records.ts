import { isIpv4 } from '@klockwork/api-machinery';
import type { Endpoint, EndpointSlice, Service } from '@klockwork/resources';
import { clusterIPs, type NetworkView } from '../network-view.ts';
import { CLUSTER_DOMAIN } from './dns-message.ts';
import type { ClusterName } from './parse-name.ts';

/** Target of a name: an address, or an external name. */
export interface NameTarget {
  readonly host: string;
  readonly isAddress: boolean;
  /** Undefined where no port was declared: it has no SRV record. */
  readonly port?: number;
  /** Own name, target of SRV records. */
  readonly name: string;
}

/** Port of a Service or its endpoints; `port` is undefined when undeclared. */
interface OfferedPort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port?: number;
}

const NO_PORTS: readonly OfferedPort[] = [{}];

/**
 * Targets of a name; undefined for a nonexistent name, empty for an existing one without targets. Models `findServices` and `findPods`
 * (mode `insecure`) of CoreDNS' plugin/kubernetes.
 */
export function clusterRecords(clusterName: ClusterName, view: NetworkView): readonly NameTarget[] | undefined {
  if (!view.hasNamespace(clusterName.namespace)) return undefined;
  if (clusterName.name === '') return [];
  if (clusterName.of === 'pod') return podRecords(clusterName);
  const service = view.service(clusterName.namespace, clusterName.name);
  const targets = service === undefined ? [] : serviceRecords(clusterName, service, view);
  return targets.length > 0 ? targets : undefined;
}

/** Mode `pods insecure` trusts any pod address. */
function podRecords({ name, namespace }: ClusterName): readonly NameTarget[] | undefined {
  const ip = name.replaceAll('-', '.');
  return isIpv4(ip) ? [{ host: ip, isAddress: true, name: `${name}.${namespace}.pod.${CLUSTER_DOMAIN}` }] : undefined;
}

function serviceRecords(clusterName: ClusterName, service: Service, view: NetworkView): readonly NameTarget[] {
  const { namespace, name } = clusterName;
  const own = `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  const { type, externalName = '', ports = [] } = service.spec ?? {};
  if (type === 'ExternalName')
    return clusterName.endpoint === '' && !isIpv4(externalName) ? [{ host: externalName, isAddress: false, name: own }] : [];
  const addresses = clusterIPs(service.spec);
  if (addresses.length === 0 || clusterName.endpoint !== '') return endpointRecords(clusterName, view.slices(namespace, name), own);
  return offeredPorts(ports)
    .filter((port) => isNamedBy(port, clusterName))
    .flatMap(({ port }) => addresses.map((host) => addressTarget(host, port, own)));
}

/** Ready endpoints only: slices already account for `publishNotReadyAddresses`. */
function endpointRecords(clusterName: ClusterName, slices: readonly EndpointSlice[], service: string): readonly NameTarget[] {
  return slices.flatMap(({ addressType, endpoints, ports }) => {
    if (addressType !== 'IPv4') return [];
    const offered = offeredPorts(ports ?? []).filter((port) => isNamedBy(port, clusterName));
    return endpoints
      .filter((endpoint) => endpoint.conditions?.ready ?? true)
      .flatMap((endpoint) => endpoint.addresses.map((ip) => ({ ip, label: endpointLabel(endpoint, ip) })))
      .filter(({ label }) => clusterName.endpoint === '' || label.toLowerCase() === clusterName.endpoint)
      .flatMap(({ ip, label }) => offered.map(({ port }) => addressTarget(ip, port, `${label}.${service}`)));
  });
}

/** Host name of an endpoint below its Service. Models `endpointHostname`. */
export function endpointLabel({ hostname }: Endpoint, ip: string): string {
  return hostname || ip.replaceAll('.', '-');
}

function offeredPorts(ports: readonly OfferedPort[]): readonly OfferedPort[] {
  return ports.length > 0 ? ports : NO_PORTS;
}

function isNamedBy({ name = '', protocol = '' }: OfferedPort, clusterName: ClusterName): boolean {
  const nameFits = clusterName.port === '' || name.toLowerCase() === clusterName.port;
  return nameFits && (clusterName.protocol === '' || protocol.toLowerCase() === clusterName.protocol);
}

function addressTarget(host: string, port: number | undefined, name: string): NameTarget {
  return { host, isAddress: true, name, ...(port === undefined ? {} : { port }) };
}
