import type { Mutable } from '@klockwork/kernel';
import type * as networking from 'kubernetes-types/networking/v1';

/** How HTTP from outside reaches Services. Every `Ingress` of `kubernetes-types` is one. */
export type Ingress = Mutable<networking.Ingress>;

/** Where requests go. */
export type IngressBackend = Mutable<networking.IngressBackend>;

/** What becomes of the requests to one host. */
export type IngressRule = Mutable<networking.IngressRule>;

/** Where an Ingress named its class before it had a field for it. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
