import type { Strategy } from '@klockwork/resources';
import type { DeleteRequest } from './delete-request.ts';

/** Rules of a kind for its dependents. */
type Owning = Pick<Strategy, 'orphansDependents' | 'ownsNothing'>;

/** Delays deletion until the garbage collector has orphaned all dependents. */
const ORPHAN_FINALIZER = 'orphan';
/** Delays deletion until the garbage collector has deleted all dependents. */
const FOREGROUND_FINALIZER = 'foregroundDeletion';

/**
 * Returns an object's finalizers after a delete request: the propagation policy adds or removes the garbage collector's two. `kind`:
 * default policy, and whether it has dependents. Models `deletionFinalizersForGarbageCollection` of `registry/generic/registry/store.go`.
 */
export function finalizersForDeletion(finalizers: readonly string[], deletion: DeleteRequest, kind: Owning = {}): string[] {
  const others = finalizers.filter((finalizer) => finalizer !== ORPHAN_FINALIZER && finalizer !== FOREGROUND_FINALIZER);
  if (kind.ownsNothing) return others;
  if (orphans(finalizers, deletion, kind.orphansDependents ?? false)) return [...others, ORPHAN_FINALIZER];
  if (foreground(finalizers, deletion)) return [...others, FOREGROUND_FINALIZER];
  return others;
}

function orphans(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeleteRequest, byDefault: boolean): boolean {
  if (orphanDependents !== undefined) return orphanDependents;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Orphan';
  const policy = firstOf(finalizers);
  return policy === undefined ? byDefault : policy === ORPHAN_FINALIZER;
}

function foreground(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeleteRequest): boolean {
  if (orphanDependents !== undefined) return false;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Foreground';
  return firstOf(finalizers) === FOREGROUND_FINALIZER;
}

function firstOf(finalizers: readonly string[]): string | undefined {
  return finalizers.find((finalizer) => finalizer === ORPHAN_FINALIZER || finalizer === FOREGROUND_FINALIZER);
}
