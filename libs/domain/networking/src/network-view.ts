import { type EndpointSlice, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';

/** What is known of Services and who answers for them. Whoever keeps caches gives it; nothing here changes it. */
export interface NetworkView {
  service(namespace: string, name: string): Service | undefined;
  /** The Services one of whose virtual addresses (`virtualAddresses`) is `ip`. */
  servicesAt(ip: string): readonly Service[];
  /** The Services that have `port` on every node (`nodePorts`). */
  servicesOnNodePort(port: number): readonly Service[];
  /** The slices of a Service. */
  slices(namespace: string, service: string): readonly EndpointSlice[];
  /** The slices that have an endpoint at `ip`. */
  slicesAt(ip: string): readonly EndpointSlice[];
  hasNamespace(name: string): boolean;
  /** True when `ip` is a node's. */
  isNodeAddress(ip: string): boolean;
  /** The zone a node is in, by its label. */
  zoneOf(node: string): string | undefined;
}

/** The addresses at which a Service is reached and that are no machine's: its cluster IP, external IPs, those of its load balancer. */
export function virtualAddresses({ spec, status }: Service): readonly string[] {
  const balancers = (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip ?? '');
  return [...clusterIPs(spec), ...(spec?.externalIPs ?? []), ...balancers].filter((ip) => ip !== '');
}

/** The addresses that DNS gives for a Service's name; none for one that is headless or an external name. */
export function clusterIPs(spec: Service['spec']): readonly string[] {
  if (spec?.type === 'ExternalName') return [];
  const addresses = spec?.clusterIPs?.length ? spec.clusterIPs : [spec?.clusterIP ?? ''];
  return addresses.filter((ip) => ip !== '' && ip !== 'None');
}

/** The ports a Service has on every node. */
export function nodePorts({ spec }: Service): readonly number[] {
  return (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
}

/** `namespace/name` of the Service a slice belongs to; undefined for one that belongs to none. */
export function serviceOfSlice({ metadata }: EndpointSlice): string | undefined {
  const name = metadata?.labels?.[SERVICE_NAME_LABEL];
  return name === undefined || name === '' ? undefined : `${metadata?.namespace}/${name}`;
}

/** The addresses in a slice. */
export function addressesOfSlice({ endpoints }: EndpointSlice): readonly string[] {
  return endpoints.flatMap(({ addresses }) => addresses);
}
