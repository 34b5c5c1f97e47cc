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
export function clusterRecords(asked: ClusterName, view: NetworkView): readonly NameTarget[] | undefined {
  if (!view.hasNamespace(asked.namespace)) return undefined;
  if (asked.name === '') return [];
  if (asked.of === 'pod') return podRecords(asked);
  const service = view.service(asked.namespace, asked.name);
  const found = service === undefined ? [] : serviceRecords(asked, service, view);
  return found.length > 0 ? found : undefined;
}

/** Mode `pods insecure` trusts any pod address. */
function podRecords({ name, namespace }: ClusterName): readonly NameTarget[] | undefined {
  const ip = name.replaceAll('-', '.');
  return isIpv4(ip) ? [{ host: ip, isAddress: true, name: `${name}.${namespace}.pod.${CLUSTER_DOMAIN}` }] : undefined;
}

function serviceRecords(asked: ClusterName, service: Service, view: NetworkView): readonly NameTarget[] {
  const { namespace, name } = asked;
  const own = `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  const { type, externalName = '', ports = [] } = service.spec ?? {};
  if (type === 'ExternalName')
    return asked.endpoint === '' && !isIpv4(externalName) ? [{ host: externalName, isAddress: false, name: own }] : [];
  const addresses = clusterIPs(service.spec);
  if (addresses.length === 0 || asked.endpoint !== '') return endpointRecords(asked, view.slices(namespace, name), own);
  return offeredPorts(ports)
    .filter((port) => isAskedFor(port, asked))
    .flatMap(({ port }) => addresses.map((host) => found(host, port, own)));
}

/** Ready endpoints only: slices already account for `publishNotReadyAddresses`. */
function endpointRecords(asked: ClusterName, slices: readonly EndpointSlice[], service: string): readonly NameTarget[] {
  return slices.flatMap(({ addressType, endpoints, ports }) => {
    if (addressType !== 'IPv4') return [];
    const offered = offeredPorts(ports ?? []).filter((port) => isAskedFor(port, asked));
    return endpoints
      .filter((endpoint) => endpoint.conditions?.ready ?? true)
      .flatMap((endpoint) => endpoint.addresses.map((ip) => ({ ip, label: endpointLabel(endpoint, ip) })))
      .filter(({ label }) => asked.endpoint === '' || label.toLowerCase() === asked.endpoint)
      .flatMap(({ ip, label }) => offered.map(({ port }) => found(ip, port, `${label}.${service}`)));
  });
}

/** Host name of an endpoint below its Service. Models `endpointHostname`. */
export function endpointLabel({ hostname }: Endpoint, ip: string): string {
  return hostname || ip.replaceAll('.', '-');
}

function offeredPorts(ports: readonly OfferedPort[]): readonly OfferedPort[] {
  return ports.length > 0 ? ports : NO_PORTS;
}

function isAskedFor({ name = '', protocol = '' }: OfferedPort, asked: ClusterName): boolean {
  const nameFits = asked.port === '' || name.toLowerCase() === asked.port;
  return nameFits && (asked.protocol === '' || protocol.toLowerCase() === asked.protocol);
}

function found(host: string, port: number | undefined, name: string): NameTarget {
  return { host, isAddress: true, name, ...(port === undefined ? {} : { port }) };
}
