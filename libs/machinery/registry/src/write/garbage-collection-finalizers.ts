import type { Strategy } from '@klockwork/resources';
import type { DeleteRequest } from './delete-request.ts';

/** What a kind says of its dependents. */
type Owning = Pick<Strategy, 'orphansDependents' | 'ownsNothing'>;

/** Holds the object until the garbage collector has orphaned its dependents. */
const ORPHAN_FINALIZER = 'orphan';
/** Holds the object until the garbage collector has deleted its dependents. */
const FOREGROUND_FINALIZER = 'foregroundDeletion';

/**
 * The finalizers a deletion leaves on an object: the propagation policy puts on or takes off the two of the garbage collector.
 * `kind`: what it does when nobody says, and whether it may own anything. Models `deletionFinalizersForGarbageCollection` of
 * `registry/generic/registry/store.go`.
 */
export function finalizersForDeletion(finalizers: readonly string[], deletion: DeleteRequest, kind: Owning = {}): string[] {
  const kept = finalizers.filter((finalizer) => finalizer !== ORPHAN_FINALIZER && finalizer !== FOREGROUND_FINALIZER);
  if (kind.ownsNothing) return kept;
  if (orphans(finalizers, deletion, kind.orphansDependents ?? false)) return [...kept, ORPHAN_FINALIZER];
  if (foreground(finalizers, deletion)) return [...kept, FOREGROUND_FINALIZER];
  return kept;
}

function orphans(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeleteRequest, byDefault: boolean): boolean {
  if (orphanDependents !== undefined) return orphanDependents;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Orphan';
  const asked = firstOf(finalizers);
  return asked === undefined ? byDefault : asked === ORPHAN_FINALIZER;
}

function foreground(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeleteRequest): boolean {
  if (orphanDependents !== undefined) return false;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Foreground';
  return firstOf(finalizers) === FOREGROUND_FINALIZER;
}

function firstOf(finalizers: readonly string[]): string | undefined {
  return finalizers.find((finalizer) => finalizer === ORPHAN_FINALIZER || finalizer === FOREGROUND_FINALIZER);
}
