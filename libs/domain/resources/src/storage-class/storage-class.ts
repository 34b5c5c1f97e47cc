import type * as kubernetes from '@klockwork/kubernetes-types';
import { newestOf } from '../generic/newest.ts';

/** How volumes of a class come about. Every `StorageClass` of `kubernetes-types` is one. */
export type StorageClass = kubernetes.StorageClass;

/** Marks the class that claims get which name none. */
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const DEFAULT_CLASS_BEFORE = 'storageclass.beta.kubernetes.io/is-default-class';

/** True for a class that claims get which name none. Models `IsDefaultAnnotation` of `pkg/volume/util`. */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  return metadata?.annotations?.[DEFAULT_CLASS] === 'true' || metadata?.annotations?.[DEFAULT_CLASS_BEFORE] === 'true';
}

/** The class that claims get which name none: of several the newest, then the first by name. Models `GetDefaultClass`. */
export function defaultClassOf(classes: readonly StorageClass[]): StorageClass | undefined {
  return newestOf(classes.filter(isDefaultClass));
}
