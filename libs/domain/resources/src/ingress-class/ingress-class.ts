import type * as kubernetes from '@klockwork/kubernetes-types';
import { newestOf } from '../generic/newest.ts';

/** Who obeys the Ingresses of a class. Every `IngressClass` of `kubernetes-types` is one. */
export type IngressClass = kubernetes.IngressClass;

/** Marks the class that Ingresses get which name none. */
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/** The class that Ingresses get which name none: of several the newest, then the first by name. Models `getDefaultClass`. */
export function defaultIngressClassOf(classes: readonly IngressClass[]): IngressClass | undefined {
  return newestOf(classes.filter(({ metadata }) => metadata?.annotations?.[DEFAULT_CLASS] === 'true'));
}
