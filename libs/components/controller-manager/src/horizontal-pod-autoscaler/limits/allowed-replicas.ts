import type { LabTime } from '@klockwork/kernel';
import type { HorizontalPodAutoscaler } from '@klockwork/resources';
import type { History } from './history.ts';
import { type Bounds, limitRate, limitReplicas, type ReplicaLimit } from './scaling-limit.ts';
import { DOWNSCALE_STABILIZATION_SECONDS, type Stable, stabilize, stabilizeWithin } from './stabilize.ts';

/** Replicas after windows and limits, with both decisions for the conditions. */
export interface ReplicaDecision {
  readonly stable: Stable;
  readonly limited: ReplicaLimit;
}

/** Stabilizes and limits a recommendation. Models `normalizeDesiredReplicas` and `normalizeDesiredReplicasWithBehaviors`. */
export function allowedReplicas(
  wanted: number,
  bounds: Bounds,
  { behavior, history, now }: { readonly behavior: Behavior; readonly history: History; readonly now: LabTime },
): ReplicaDecision {
  if (behavior === undefined) {
    const stable = stabilize(wanted, history, now);
    return { stable, limited: limitReplicas(stable.replicas, bounds) };
  }
  const { scaleUp = {}, scaleDown = {} } = behavior;
  const windows = {
    up: scaleUp.stabilizationWindowSeconds ?? 0,
    down: scaleDown.stabilizationWindowSeconds ?? DOWNSCALE_STABILIZATION_SECONDS,
  };
  const stable = stabilizeWithin(windows, wanted, bounds.current, { history, now });
  return { stable, limited: limitRate(stable.replicas, bounds, { scaleUp, scaleDown, history, now }) };
}

type Behavior = NonNullable<HorizontalPodAutoscaler['spec']>['behavior'];
