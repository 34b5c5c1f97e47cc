import type { LabelSelector } from '@klockwork/api-machinery';
import type { PlannedAction } from '@klockwork/controller-runtime';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { controllerOf, controllerReference } from './owner-reference.ts';

/** Owner with its selector and candidates. */
export interface Claim<T extends KubeObject> {
  readonly owner: KubeObject;
  readonly ownerResource: ResourceRef;
  readonly selector: LabelSelector;
  readonly resource: ResourceRef;
  readonly candidates: readonly T[];
  /** Finalizer added on adoption and removed on release. */
  readonly finalizer?: string;
}

/** Owned objects after `adoptions` and `releases`. */
export interface ClaimResult<T extends KubeObject> {
  readonly claimed: readonly T[];
  readonly actions: readonly PlannedAction[];
}

/**
 * Keeps controlled and selected objects, adopts matching orphans, releases objects that no longer match. Neither objects nor owners under
 * deletion take part in adoptions. Models ControllerRefManager of pkg/controller/controller_ref_manager.go.
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
    type: 'patch',
    resource,
    name: { ...(namespace === undefined ? {} : { namespace }), name },
    patch: { type: 'merge', body: { metadata: { uid, resourceVersion, ...changes } } },
    tolerate: ['NotFound'],
  };
}
