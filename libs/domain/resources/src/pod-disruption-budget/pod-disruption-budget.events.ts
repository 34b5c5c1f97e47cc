import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

/** Event of a PodDisruptionBudget change. */
export type PodDisruptionBudgetEvent =
  | LifeCycleEvent<'PodDisruptionBudget'>
  | {
      readonly type: 'PodDisruptionBudgetStatusReported';
      readonly data: { readonly healthy: number; readonly desired: number; readonly allowed: number };
    };

export function podDisruptionBudgetEvent(change: Change<PodDisruptionBudget>): PodDisruptionBudgetEvent {
  if (change.verb !== 'update' || change.subresource !== 'status') return lifeCycleEvent('PodDisruptionBudget', change);
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = change.next.status ?? {};
  return {
    type: 'PodDisruptionBudgetStatusReported',
    data: { healthy: currentHealthy, desired: desiredHealthy, allowed: disruptionsAllowed },
  };
}
