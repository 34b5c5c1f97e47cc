import type * as kubernetes from '@klockwork/kubernetes-types';

/** A Service. Every `Service` of `kubernetes-types` is one. */
export type Service = kubernetes.Service;

/** What a Service offers, and how it is reached. */
export type ServiceSpec = NonNullable<Service['spec']>;

/** A port of a Service. */
export type ServicePort = kubernetes.ServicePort;

/** What stands for the address of a Service that has none. */
export const HEADLESS = 'None';

/** True when clients get the pods' addresses themselves. */
export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIPs?.length === 1 && spec.clusterIPs[0] === HEADLESS;
}

/** True when traffic from outside of the cluster can reach it. Models `apiservice.ExternallyAccessible`. */
export function externallyAccessible({ spec }: Service): boolean {
  const { type, externalIPs = [] } = spec ?? {};
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}

/** True when load balancers ask each node whether it has an endpoint. Models `apiservice.NeedsHealthCheck`. */
export function needsHealthCheck({ spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** True for the types that have a port on every node. */
export function hasNodePorts({ spec }: Service): boolean {
  return spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}

/** True for the types that have an address inside the cluster, or `None`. */
export function hasClusterIp({ spec }: Service): boolean {
  return spec?.type === 'ClusterIP' || spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}
