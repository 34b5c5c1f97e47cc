import type * as kubernetes from '@klockwork/kubernetes-types';
import { newestOf } from '../generic/newest.ts';

/** StorageClass: provisioning of volumes. */
export type StorageClass = kubernetes.StorageClass;

/** Annotation of the default class. */
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const DEFAULT_CLASS_BEFORE = 'storageclass.beta.kubernetes.io/is-default-class';

/** Returns whether the class is a default. Models `IsDefaultAnnotation` of `pkg/volume/util`. */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  return metadata?.annotations?.[DEFAULT_CLASS] === 'true' || metadata?.annotations?.[DEFAULT_CLASS_BEFORE] === 'true';
}

/** Returns the default class: the newest of several, then the first by name. Models `GetDefaultClass`. */
export function defaultClassOf(classes: readonly StorageClass[]): StorageClass | undefined {
  return newestOf(classes.filter(isDefaultClass));
}
