import type { DeleteOptions } from '@klockwork/cluster-api';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import type { KubeObject } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { FOREGROUND, type GarbageView, hasFinalizer, type Item, ORPHAN, type Owner, waitsForDependents } from './garbage-view.ts';

/**
 * Finalizes, orphans, deletes or keeps one object of the owner graph. Models attemptToDeleteItem, processDeletingDependentsItem and
 * attemptToOrphan of pkg/controller/garbagecollector.
 */
export function reconcileGarbage(view: GarbageView): Plan {
  const { object } = view;
  if (object.metadata?.deletionTimestamp !== undefined && hasFinalizer(object, ORPHAN)) return orphanDependents(view);
  if (waitsForDependents(object)) return finishForeground(view);
  if (object.metadata?.deletionTimestamp !== undefined || view.owners.length === 0) return NOTHING;
  return followOwners(view);
}

/** Removes the owner reference from dependents, then the owner's finalizer. */
function orphanDependents({ resource, object, dependents }: GarbageView): Plan {
  const uid = object.metadata?.uid;
  const releasedActions = dependents.map((dependent) => withOwners(dependent, (reference) => reference.uid !== uid));
  return { stages: [releasedActions, [withoutFinalizer({ resource, object }, ORPHAN)]].filter((stage) => stage.length > 0) };
}

/** Removes the owner's finalizer after its last blocking dependent; reconciles of the dependents delete them. */
function finishForeground({ resource, object, dependents }: GarbageView): Plan {
  const uid = object.metadata?.uid;
  const blocking = dependents.filter((dependent) =>
    dependent.object.metadata?.ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true),
  );
  return blocking.length > 0 ? NOTHING : { stages: [[withoutFinalizer({ resource, object }, FOREGROUND)]] };
}

function followOwners({ resource, object, owners, dependents }: GarbageView): Plan {
  const of = (...states: Owner['state'][]) => owners.filter(({ state }) => states.includes(state));
  const absentUids = of('absent', 'waiting-for-dependents').map(({ reference }) => reference.uid);
  if (absentUids.length === 0) return NOTHING;
  if (of('solid', 'unknown').length > 0) return { stages: [[withOwners({ resource, object }, ({ uid }) => !absentUids.includes(uid))]] };
  const foreground = of('waiting-for-dependents').length > 0 && dependents.length > 0;
  if (foreground && closesCircle(dependents) && owners.some(({ reference }) => reference.blockOwnerDeletion === true))
    return { stages: [[withoutBlocking({ resource, object })]] };
  return { stages: [[remove({ resource, object }, foreground ? 'Foreground' : policyOf(object))]] };
}

/**
 * True when a dependent is in foreground deletion too: its owner may wait for itself. A false positive only removes the owners' blocking.
 */
function closesCircle(dependents: readonly Item[]): boolean {
  return dependents.some((dependent) => waitsForDependents(dependent.object));
}

/** Removes blockOwnerDeletion. Deletion follows once this write is observed. Models unblockOwnerReferencesStrategicMergePatch. */
function withoutBlocking({ resource, object }: Item): PlannedAction {
  const ownerReferences = (object.metadata?.ownerReferences ?? []).map((reference) =>
    reference.blockOwnerDeletion === true ? { ...reference, blockOwnerDeletion: false } : reference,
  );
  return setMetadata({ resource, object }, { ownerReferences });
}

function policyOf(object: KubeObject): NonNullable<DeleteOptions['propagationPolicy']> {
  if (hasFinalizer(object, ORPHAN)) return 'Orphan';
  return hasFinalizer(object, FOREGROUND) ? 'Foreground' : 'Background';
}

function remove({ resource, object }: Item, propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>): PlannedAction {
  const { uid, resourceVersion } = object.metadata ?? {};
  // The resourceVersion guards against changed owners.
  const deletion = {
    propagationPolicy,
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  return { type: 'delete', resource, name: nameOf(object), deletion, tolerate: ['NotFound'] };
}

function withOwners({ resource, object }: Item, keep: (reference: { uid: string }) => boolean): PlannedAction {
  const ownerReferences = (object.metadata?.ownerReferences ?? []).filter(keep);
  return setMetadata({ resource, object }, { ownerReferences });
}

function withoutFinalizer({ resource, object }: Item, finalizer: string): PlannedAction {
  return setMetadata({ resource, object }, { finalizers: (object.metadata?.finalizers ?? []).filter((other) => other !== finalizer) });
}

function setMetadata({ resource, object }: Item, change: object): PlannedAction {
  const { uid, resourceVersion } = object.metadata ?? {};
  const patch = { type: 'merge', body: { metadata: { uid, resourceVersion, ...change } } } as const;
  return { type: 'patch', resource, name: nameOf(object), patch, tolerate: ['NotFound'] };
}
