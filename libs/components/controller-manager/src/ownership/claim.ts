import type { LabelSelector } from '@klockwork/api-machinery';
import type { PlannedAction } from '@klockwork/controller-runtime';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { controllerOf, controllerReference } from './owner-reference.ts';

/** Who claims, and what by. */
export interface Claim<T extends KubeObject> {
  readonly owner: KubeObject;
  readonly ownerResource: ResourceRef;
  readonly selector: LabelSelector;
  readonly resource: ResourceRef;
  readonly candidates: readonly T[];
  /** Finalizer by which the owner holds its own: an adopted object gets it, a released one loses it. */
  readonly finalizer?: string;
}

/** What is the owner's once `adoptions` and `releases` are done. */
export interface ClaimResult<T extends KubeObject> {
  readonly claimed: readonly T[];
  readonly actions: readonly PlannedAction[];
}

/**
 * Keeps what the owner controls and selects, adopts selected orphans, lets go of what is no longer selected.
 * Nothing that is being deleted is adopted, and an owner that is being deleted adopts nothing.
 * Models ControllerRefManager of pkg/controller/controller_ref_manager.go.
 */
export function claim<T extends KubeObject>(request: Claim<T>): ClaimResult<T> {
  const claimed: T[] = [];
  const actions: PlannedAction[] = [];
  const ownerEnds = request.owner.metadata?.deletionTimestamp !== undefined;
  for (const candidate of request.candidates) {
    const controller = controllerOf(candidate);
    const selected = request.selector.matches(candidate.metadata?.labels);
    if (controller?.uid === request.owner.metadata?.uid) {
      if (selected) claimed.push(candidate);
      else if (!ownerEnds) actions.push(release(request, candidate));
    } else if (controller === undefined && selected && !ownerEnds && candidate.metadata?.deletionTimestamp === undefined) {
      claimed.push(candidate);
      actions.push(adopt(request, candidate));
    }
  }
  return { claimed, actions };
}

function adopt<T extends KubeObject>({ owner, ownerResource, resource, finalizer }: Claim<T>, candidate: T): PlannedAction {
  const { ownerReferences = [], finalizers = [] } = candidate.metadata ?? {};
  const held = finalizer === undefined || finalizers.includes(finalizer) ? {} : { finalizers: [...finalizers, finalizer] };
  return patchMetadata(resource, candidate, { ownerReferences: [...ownerReferences, controllerReference(ownerResource, owner)], ...held });
}

function release<T extends KubeObject>({ owner, resource, finalizer }: Claim<T>, candidate: T): PlannedAction {
  const { ownerReferences = [], finalizers = [] } = candidate.metadata ?? {};
  const references = ownerReferences.filter((reference) => reference.uid !== owner.metadata?.uid);
  const held =
    finalizer === undefined || !finalizers.includes(finalizer) ? {} : { finalizers: finalizers.filter((one) => one !== finalizer) };
  return patchMetadata(resource, candidate, { ownerReferences: references, ...held });
}

// The resourceVersion makes it a compare-and-set: two owners cannot both adopt.
function patchMetadata(resource: ResourceRef, object: KubeObject, changes: object): PlannedAction {
  const { namespace, name = '', resourceVersion, uid } = object.metadata ?? {};
  return {
    do: 'patch',
    resource,
    name: { ...(namespace === undefined ? {} : { namespace }), name },
    patch: { type: 'merge', body: { metadata: { uid, resourceVersion, ...changes } } },
    tolerate: ['NotFound'],
  };
}
