import { formatTime, sameJson, statusErrors } from '@klockwork/api-machinery';
import { type LabTime, secondsToMs } from '@klockwork/kernel';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import { type KindDefinition, type KubeObject, raisedGeneration } from '@klockwork/resources';
import type { DeleteRequest } from './delete-request.ts';
import { finalizersForDeletion } from './garbage-collection-finalizers.ts';
import { copyStored, type DraftMeta, draftMeta } from './metadata.ts';

/** Outcome of a DELETE. */
export type DeletionDecision =
  /** Object is removed; `next`: last state. */
  | { readonly type: 'gone'; readonly next: KubeObject }
  /** Object is kept as terminating. */
  | { readonly type: 'marked'; readonly next: KubeObject }
  /** Object is already terminating; nothing changes. */
  | { readonly type: 'pending' };

/**
 * Decides a DELETE on the newest state of an object. Throws Conflict when a precondition fails.
 * Models `Store.Delete` of `registry/generic/registry/store.go` and `rest.BeforeDelete`.
 */
export function decideDeletion(kind: KindDefinition, object: KubeObject, deletion: DeleteRequest, now: LabTime): DeletionDecision {
  checkPreconditions(kind, object, deletion);
  if (kind.strategy.heldByFinalizers?.(object) === true) return markHeld(kind, object, deletion, now);
  const grace = gracefulDeletion(kind, object, deletion, now);
  if (grace === 'pending') return { type: 'pending' };
  const next = copyStored(object);
  const meta = draftMeta(next);
  setFinalizers(meta, finalizersForDeletion(meta.finalizers ?? [], deletion, kind.strategy));
  const hasFinalizers = (meta.finalizers ?? []).length > 0;
  if (grace !== undefined) applyGrace(meta, grace);
  else if (hasFinalizers) markNow(kind, next, now);
  const stays = hasFinalizers || (grace !== undefined && grace.seconds > 0);
  if (!stays) return { type: 'gone', next };
  return sameJson(next, object) ? { type: 'pending' } : { type: 'marked', next };
}

/** Returns whether an update removes the last finalizer of a terminating object. Models `ShouldDeleteDuringUpdate`. */
export function completesDeletion(kind: KindDefinition, next: KubeObject, previous: KubeObject): boolean {
  const former = metaOf(previous);
  if (former.deletionTimestamp === undefined || (former.deletionGracePeriodSeconds ?? 0) > 0) return false;
  return (metaOf(next).finalizers ?? []).length === 0 && kind.strategy.heldByFinalizers?.(next) !== true;
}

type Grace = { readonly deletionTimestamp: string; readonly seconds: number; readonly first: boolean };

function gracefulDeletion(kind: KindDefinition, object: KubeObject, deletion: DeleteRequest, now: LabTime): Grace | 'pending' | undefined {
  const { graceSeconds } = kind.strategy;
  if (graceSeconds === undefined) return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metaOf(object);
  if (deletionTimestamp !== undefined && deletionGracePeriodSeconds !== undefined)
    return shortened(deletionTimestamp, deletionGracePeriodSeconds, deletion.gracePeriodSeconds);
  const seconds = graceSeconds.call(kind.strategy, object, deletion.gracePeriodSeconds);
  return seconds === undefined ? undefined : { deletionTimestamp: formatTime(now + secondsToMs(seconds)), seconds, first: true };
}

/** A second DELETE may only shorten the grace period. */
function shortened(deletionTimestamp: string, current: number, requested: number | undefined): Grace | 'pending' {
  const seconds = requested !== undefined && requested < 0 ? 1 : requested;
  if (seconds === undefined || seconds >= current) return 'pending';
  return {
    deletionTimestamp: formatTime(Date.parse(deletionTimestamp) - secondsToMs(current) + secondsToMs(seconds)),
    seconds,
    first: false,
  };
}

function applyGrace(meta: DraftMeta, grace: Grace): void {
  meta.deletionTimestamp = grace.deletionTimestamp;
  meta.deletionGracePeriodSeconds = grace.seconds;
  if (grace.first) raiseGeneration(meta);
}

function markHeld(kind: KindDefinition, object: KubeObject, deletion: DeleteRequest, now: LabTime): DeletionDecision {
  if (metaOf(object).deletionTimestamp !== undefined) return { type: 'pending' };
  const next = copyStored(object);
  const meta = draftMeta(next);
  setFinalizers(meta, finalizersForDeletion(meta.finalizers ?? [], deletion, kind.strategy));
  meta.deletionTimestamp = formatTime(now);
  kind.strategy.markDeleted?.(next);
  return { type: 'marked', next };
}

/** Models `markAsDeleting`. */
function markNow(kind: KindDefinition, next: KubeObject, now: LabTime): void {
  const meta = draftMeta(next);
  if (meta.deletionTimestamp === undefined) {
    raiseGeneration(meta);
    meta.deletionTimestamp = formatTime(now);
    kind.strategy.markDeleted?.(next);
  }
  meta.deletionGracePeriodSeconds = 0;
}

function raiseGeneration(meta: DraftMeta): void {
  if ((meta.generation ?? 0) > 0) meta.generation = raisedGeneration(meta.generation);
}

function setFinalizers(meta: DraftMeta, finalizers: string[]): void {
  if (finalizers.length > 0) meta.finalizers = finalizers;
  else delete meta.finalizers;
}

function checkPreconditions(kind: KindDefinition, object: KubeObject, { preconditions }: DeleteRequest): void {
  const { name = '', uid = '', resourceVersion = '' } = metaOf(object);
  const refuse = (detail: string) => statusErrors.conflict({ group: kind.group, resource: kind.kind }, name, detail);
  if (preconditions?.uid !== undefined && preconditions.uid !== uid)
    throw refuse(
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion)
    throw refuse(
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
}

/** Returns the metadata of a stored object, always present. */
function metaOf(object: KubeObject): ObjectMeta {
  return object.metadata ?? {};
}
