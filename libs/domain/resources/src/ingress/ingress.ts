import type * as kubernetes from '@klockwork/kubernetes-types';

/** Ingress: HTTP routes from outside to Services. */
export type Ingress = kubernetes.Ingress;

/** Destination of requests. */
export type IngressBackend = kubernetes.IngressBackend;

/** Routes of a host. */
export type IngressRule = kubernetes.IngressRule;

/** Legacy annotation with the class of an Ingress. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** Address of the lab's own router of Ingresses. The Service `kubernetes`, whose cluster IP is 10.96.0.1, has no load balancer. */
export const INGRESS_ADDRESS = '127.96.0.1';
