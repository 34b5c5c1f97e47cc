import type { Deployment, ReplicaSet } from '@klockwork/resources';
import type { Generations } from './deployment-view.ts';
import { fenceposts, isRollingUpdate, wantedReplicas } from './fenceposts.ts';
import { activeOf, byCreation, totalOf, totalWanted } from './replica-set-order.ts';
import type { Sizing } from './scale-replica-set.ts';

/**
 * How many pods the current ReplicaSet is to have now: as many more as the surge leaves room for.
 * `others` are all other ReplicaSets. Models NewRSNewReplicas of pkg/controller/deployment/util.
 */
export function currentReplicas(deployment: Deployment, others: readonly ReplicaSet[], has: number): number {
  const wanted = wantedReplicas(deployment);
  if (!isRollingUpdate(deployment)) return wanted;
  const room = wanted + fenceposts(deployment).maxSurge - totalWanted(others) - has;
  return room <= 0 ? has : has + Math.min(room, wanted - has);
}

/**
 * Next step of a rolling update: scales up the current ReplicaSet, otherwise scales down old ones. Models rolloutRolling of
 * pkg/controller/deployment/rolling.go.
 */
export function rollingStep(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Sizing[] {
  const has = wantedReplicas(current);
  const wanted = wantedReplicas(deployment);
  const next = has > wanted ? wanted : currentReplicas(deployment, old, has);
  return next === has ? shrinkOld(deployment, { current, old }) : [{ replicaSet: current, replicas: next }];
}

/**
 * Scales down old ReplicaSets: unavailable pods first, then within the availability limit. Upstream writes twice, this function plans a single sizing.
 * Models reconcileOldReplicaSets.
 */
function shrinkOld(deployment: Deployment, { current, old }: Generations): Sizing[] {
  const active = activeOf(old).toSorted(byCreation);
  if (active.length === 0 || current === undefined) return [];
  const minAvailable = wantedReplicas(deployment) - fenceposts(deployment).maxUnavailable;
  const currentUnavailable = wantedReplicas(current) - (current.status?.availableReplicas ?? 0);
  const shrinkMax = totalWanted([...old, current]) - minAvailable - currentUnavailable;
  if (shrinkMax <= 0) return [];
  const cleanedSizings = withoutUnhealthy(active, shrinkMax);
  const spare = totalOf([...active, current], 'availableReplicas') - minAvailable;
  return takeFrom(cleanedSizings, spare).filter(({ replicaSet, replicas }) => replicas !== wantedReplicas(replicaSet));
}

function withoutUnhealthy(active: readonly ReplicaSet[], countMax: number): Sizing[] {
  let left = countMax;
  return active.map((replicaSet) => {
    const has = wantedReplicas(replicaSet);
    const unhealthy = has - (replicaSet.status?.availableReplicas ?? 0);
    const decrease = Math.max(0, Math.min(left, unhealthy));
    left -= decrease;
    return { replicaSet, replicas: has - decrease };
  });
}

function takeFrom(sizings: readonly Sizing[], countMax: number): Sizing[] {
  let left = Math.max(0, countMax);
  return sizings.map(({ replicaSet, replicas }) => {
    const decrease = Math.min(left, replicas);
    left -= decrease;
    return { replicaSet, replicas: replicas - decrease };
  });
}
