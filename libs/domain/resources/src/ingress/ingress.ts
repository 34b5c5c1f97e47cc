import type * as kubernetes from '@klockwork/kubernetes-types';

/** How HTTP from outside reaches Services. Every `Ingress` of `kubernetes-types` is one. */
export type Ingress = kubernetes.Ingress;

/** Where requests go. */
export type IngressBackend = kubernetes.IngressBackend;

/** What becomes of the requests to one host. */
export type IngressRule = kubernetes.IngressRule;

/** Where an Ingress named its class before it had a field for it. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
