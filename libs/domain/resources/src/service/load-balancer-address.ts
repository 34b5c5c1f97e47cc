import type { Service } from './service.ts';

/** Addresses of the Service range, 10.96.0.0/12. */
const CLUSTER_IP = /^10\.((?:9[6-9]|10\d|11[01])\.\d+\.\d+)$/;

/**
 * Returns the address of the lab's load balancer for a Service, on the loopback network of the lab's machine: 127.96.3.4 for the cluster IP
 * 10.96.3.4. Undefined for other types, and for Services with a class of load balancers.
 */
export function balancerAddress({ spec }: Service): string | undefined {
  if (spec?.type !== 'LoadBalancer' || spec.loadBalancerClass !== undefined) return undefined;
  const [, rest] = CLUSTER_IP.exec(spec.clusterIP ?? '') ?? [];
  return rest === undefined ? undefined : `127.${rest}`;
}
