import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

export interface Item {
  readonly resource: ResourceRef;
  readonly object: KubeObject;
}

/** Owner reference with the owner's state. */
export interface Owner {
  readonly reference: OwnerReference;
  /** `unknown`: its kind is not served, or namespaced although the object is cluster-scoped. The object is kept. */
  readonly state: 'solid' | 'absent' | 'waiting-for-dependents' | 'unknown';
}

/** Inputs of an object's reconcile. Absence of owners was checked against the log. */
export interface GarbageView extends Item {
  readonly owners: readonly Owner[];
  /** Empty unless the object is deleted or an owner waits for its dependents. */
  readonly dependents: readonly Item[];
}

/** Finalizers of the garbage collector. */
export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata?.finalizers?.includes(finalizer) === true;
}

/** True for an object under foreground deletion. */
export function waitsForDependents(object: KubeObject): boolean {
  return object.metadata?.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND);
}
