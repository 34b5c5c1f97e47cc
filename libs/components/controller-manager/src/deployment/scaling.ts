import type { Deployment, ReplicaSet } from '@klockwork/resources';
import { annotations, numberIn } from './annotations.ts';
import type { Generations } from './deployment-view.ts';
import { fenceposts, isRollingUpdate, wantedReplicas } from './fenceposts.ts';
import { allOf } from './generations.ts';
import { activeOf, byCreation, bySizeNewer, bySizeOlder, totalWanted } from './replica-set-order.ts';
import type { Sizing } from './scale-replica-set.ts';

/** True when the Deployment's size changed since its ReplicaSets were last sized. Models isScalingEvent. */
export function isScaling(deployment: Deployment, generations: Generations): boolean {
  return activeOf(allOf(generations)).some((replicaSet) => {
    const desired = numberIn(replicaSet, annotations.desiredReplicas);
    return desired !== undefined && desired !== wantedReplicas(deployment);
  });
}

/**
 * Sizes after a scaling of the Deployment, or while paused: a single active ReplicaSet gets all pods; during a rollout, proportional shares
 * preserve the mixture. Models scale of pkg/controller/deployment/sync.go.
 */
export function scalingStep(deployment: Deployment, generations: Generations): Sizing[] {
  const wanted = wantedReplicas(deployment);
  const only = activeOrLatest(generations);
  // Included even with a correct size: stale size annotations would look like a scaling forever.
  if (only !== undefined) return [{ replicaSet: only, replicas: wanted }];
  if (isSaturated(deployment, generations.current)) {
    return activeOf(generations.old).map((replicaSet) => ({ replicaSet, replicas: 0 }));
  }
  return isRollingUpdate(deployment) ? proportional(deployment, activeOf(allOf(generations))) : [];
}

function activeOrLatest(generations: Generations): ReplicaSet | undefined {
  const active = activeOf(allOf(generations));
  if (active.length > 1) return undefined;
  return active[0] ?? generations.current ?? generations.old.toSorted(byCreation).at(-1);
}

function isSaturated(deployment: Deployment, current: ReplicaSet | undefined): boolean {
  if (current === undefined) return false;
  const wanted = wantedReplicas(deployment);
  const enoughAvailable = (current.status?.availableReplicas ?? 0) === wanted;
  return wantedReplicas(current) === wanted && numberIn(current, annotations.desiredReplicas) === wanted && enoughAvailable;
}

function proportional(deployment: Deployment, active: readonly ReplicaSet[]): Sizing[] {
  const wanted = wantedReplicas(deployment);
  const allowed = wanted > 0 ? wanted + fenceposts(deployment).maxSurge : 0;
  const toAdd = allowed - totalWanted(active);
  const sortedReplicaSets = active.toSorted(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = sortedReplicaSets.map((replicaSet) => {
    const share = proportion(deployment, replicaSet, toAdd, added);
    added += share;
    return { replicaSet, replicas: wantedReplicas(replicaSet) + share };
  });
  // The largest gets the rounding remainder.
  return sizes.map((sizing, index) => (index === 0 ? { ...sizing, replicas: Math.max(0, sizing.replicas + toAdd - added) } : sizing));
}

/** Models GetReplicaSetProportion. */
function proportion(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  if (wantedReplicas(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, replicaSet);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const has = wantedReplicas(replicaSet);
  const wanted = wantedReplicas(deployment);
  if (wanted === 0) return -has;
  const sizeBefore = numberIn(replicaSet, annotations.maxReplicas) ?? deployment.status?.replicas ?? wanted;
  const share = (has * (wanted + fenceposts(deployment).maxSurge)) / Math.max(1, sizeBefore);
  return Math.round(share) - has;
}
