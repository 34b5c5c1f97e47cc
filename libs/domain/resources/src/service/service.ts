import type * as kubernetes from '@klockwork/kubernetes-types';

/** Service: stable address of selected pods. */
export type Service = kubernetes.Service;

/** Ports, selector and type of a Service. */
export type ServiceSpec = NonNullable<Service['spec']>;

/** Port of a Service. */
export type ServicePort = kubernetes.ServicePort;

/** clusterIP of a headless Service. */
export const HEADLESS = 'None';

/** True when clients get the pods' addresses themselves. */
export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIPs?.length === 1 && spec.clusterIPs[0] === HEADLESS;
}

/** Returns whether external traffic can reach the Service. Models `apiservice.ExternallyAccessible`. */
export function externallyAccessible({ spec }: Service): boolean {
  const { type, externalIPs = [] } = spec ?? {};
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}

/** Returns whether load balancers check each node for endpoints. Models `apiservice.NeedsHealthCheck`. */
export function needsHealthCheck({ spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** Returns whether the type has node ports. */
export function hasNodePorts({ spec }: Service): boolean {
  return spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}

/** Returns whether the type has a cluster address, or `None`. */
export function hasClusterIp({ spec }: Service): boolean {
  return spec?.type === 'ClusterIP' || spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}
