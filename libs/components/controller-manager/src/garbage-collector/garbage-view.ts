import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** An object and the kind it is of. */
export interface Item {
  readonly resource: ResourceRef;
  readonly object: KubeObject;
}

/** One owner reference, and what has become of the owner. */
export interface Owner {
  readonly reference: OwnerReference;
  /** `unknown`: its kind is not served here, or has namespaces and the object has none. The object is kept. */
  readonly state: 'solid' | 'absent' | 'waiting-for-dependents' | 'unknown';
}

/** What an object's reconcile looks at. Absence was checked against the log. */
export interface GarbageView extends Item {
  readonly owners: readonly Owner[];
  /** Objects that name this one as an owner. */
  readonly dependents: readonly Item[];
}

/** Finalizers of the garbage collector. */
export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** True when the object has this finalizer. */
export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata?.finalizers?.includes(finalizer) === true;
}

/** True when the object is being deleted and waits for its dependents to go first. */
export function waitsForDependents(object: KubeObject): boolean {
  return object.metadata?.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND);
}
