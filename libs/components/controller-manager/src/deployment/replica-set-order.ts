import { compareText } from '@klockwork/api-machinery';
import type { ReplicaSet } from '@klockwork/resources';
import { revisionOf } from './annotations.ts';
import { wantedReplicas } from './fenceposts.ts';

type Order = (a: ReplicaSet, b: ReplicaSet) => number;

/** Oldest first; ties by name. */
export const byCreation: Order = (a, b) =>
  compareText(a.metadata?.creationTimestamp ?? '', b.metadata?.creationTimestamp ?? '') ||
  compareText(a.metadata?.name ?? '', b.metadata?.name ?? '');

/** Largest first, older first among equals: whom to take pods from. */
export const bySizeOlder: Order = (a, b) => wantedReplicas(b) - wantedReplicas(a) || byCreation(a, b);

/** Largest first, newer first among equals: whom to give pods to. */
export const bySizeNewer: Order = (a, b) => wantedReplicas(b) - wantedReplicas(a) || byCreation(b, a);

/** Lowest revision first. */
export const byRevision: Order = (a, b) => Number(revisionOf(a) - revisionOf(b)) || byCreation(a, b);

/** Those that want pods at all. Models FilterActiveReplicaSets. */
export function activeOf(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return replicaSets.filter((replicaSet) => wantedReplicas(replicaSet) > 0);
}

/** Sum of desired replicas. Models GetReplicaCountForReplicaSets. */
export function totalWanted(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + wantedReplicas(replicaSet), 0);
}

/** Sum of one status count. */
export function totalOf(
  replicaSets: readonly ReplicaSet[],
  field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas',
): number {
  return replicaSets.reduce((sum, { status }) => sum + (status?.[field] ?? 0), 0);
}
