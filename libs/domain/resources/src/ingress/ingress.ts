import type * as kubernetes from '@klockwork/kubernetes-types';

/** Ingress: HTTP routes from outside to Services. */
export type Ingress = kubernetes.Ingress;

/** Destination of requests. */
export type IngressBackend = kubernetes.IngressBackend;

/** Routes of a host. */
export type IngressRule = kubernetes.IngressRule;

/** Legacy annotation with the class of an Ingress. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
