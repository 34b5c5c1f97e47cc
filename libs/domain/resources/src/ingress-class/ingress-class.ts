import type * as kubernetes from '@klockwork/kubernetes-types';
import { newestOf } from '../generic/newest.ts';

/** IngressClass: controller of a class of Ingresses. */
export type IngressClass = kubernetes.IngressClass;

/** Annotation of the default class. */
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/** Returns the default class: the newest of several, then the first by name. Models `getDefaultClass`. */
export function defaultIngressClassOf(classes: readonly IngressClass[]): IngressClass | undefined {
  return newestOf(classes.filter(({ metadata }) => metadata?.annotations?.[DEFAULT_CLASS] === 'true'));
}
