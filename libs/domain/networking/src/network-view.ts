import { type Connection, type EndpointSlice, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';

/** Read-only view of Services and endpoints, backed by caches. */
export interface NetworkView {
  service(namespace: string, name: string): Service | undefined;
  /** Services with virtual address `ip` (`virtualAddresses`). */
  servicesAt(ip: string): readonly Service[];
  /** Services with node port `port` (`nodePorts`). */
  servicesOnNodePort(port: number): readonly Service[];
  /** Slices of a Service. */
  slices(namespace: string, service: string): readonly EndpointSlice[];
  /** Returns the connection of a Service to a host program. */
  connection(namespace: string, service: string): Connection | undefined;
  /** Slices with an endpoint at `ip`. */
  slicesAt(ip: string): readonly EndpointSlice[];
  hasNamespace(name: string): boolean;
  /** True for a node address. */
  isNodeAddress(ip: string): boolean;
  /** Zone label of a node. */
  zoneOf(node: string): string | undefined;
}

/** Virtual addresses of a Service: cluster IP, external IPs, load balancer IPs of mode VIP. Models `NewServicePortMap` of `pkg/proxy`. */
export function virtualAddresses({ spec, status }: Service): readonly string[] {
  const balancers = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '', ipMode }) => (ipMode === 'Proxy' ? [] : [ip]));
  return [...clusterIPs(spec), ...(spec?.externalIPs ?? []), ...balancers].filter((ip) => ip !== '');
}

/** Cluster IPs, as resolved by DNS; empty for headless and ExternalName Services. */
export function clusterIPs(spec: Service['spec']): readonly string[] {
  if (spec?.type === 'ExternalName') return [];
  const addresses = spec?.clusterIPs?.length ? spec.clusterIPs : [spec?.clusterIP ?? ''];
  return addresses.filter((ip) => ip !== '' && ip !== 'None');
}

/** Returns the node ports of a Service. */
export function nodePorts({ spec }: Service): readonly number[] {
  return (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
}

/** `namespace/name` of a slice's Service; undefined without one. */
export function serviceOfSlice({ metadata }: EndpointSlice): string | undefined {
  const name = metadata?.labels?.[SERVICE_NAME_LABEL];
  return name === undefined || name === '' ? undefined : `${metadata?.namespace}/${name}`;
}

/** Returns all endpoint addresses of a slice. */
export function addressesOfSlice({ endpoints }: EndpointSlice): readonly string[] {
  return endpoints.flatMap(({ addresses }) => addresses);
}
