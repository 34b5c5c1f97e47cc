import type { LabTime } from '@klockwork/kernel';
import type { HorizontalPodAutoscaler } from '@klockwork/resources';
import type { History } from './history.ts';
import { type Bounds, type Limited, limitRate, limitReplicas } from './scaling-limit.ts';
import { DOWNSCALE_STABILIZATION_SECONDS, type Stable, stabilize, stabilizeWithin } from './stabilize.ts';

/** Replicas after windows and limits, with both decisions for the conditions. */
export interface Allowed {
  readonly stable: Stable;
  readonly limited: Limited;
}

/** Stabilizes and limits a recommendation. Models `normalizeDesiredReplicas` and `normalizeDesiredReplicasWithBehaviors`. */
export function allowedReplicas(
  wanted: number,
  bounds: Bounds,
  { behavior, history, now }: { readonly behavior: Behavior; readonly history: History; readonly now: LabTime },
): Allowed {
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
