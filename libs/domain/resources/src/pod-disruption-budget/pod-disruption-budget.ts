import { labelSelector } from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { Condition } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** PodDisruptionBudget: limit of voluntary disruptions. */
export interface PodDisruptionBudget extends Omit<kubernetes.PodDisruptionBudget, 'spec' | 'status'> {
  spec?: kubernetes.PodDisruptionBudgetSpec;
  status?: PodDisruptionBudgetStatus;
}

/** Status computed by the disruption controller, and evictions it has not observed, by pod name. */
export interface PodDisruptionBudgetStatus extends Omit<kubernetes.PodDisruptionBudgetStatus, 'disruptedPods' | 'conditions'> {
  disruptedPods?: Record<string, string>;
  conditions?: Condition[];
}

/** Condition type for allowed evictions. */
export const DISRUPTION_ALLOWED = 'DisruptionAllowed';

/** Returns whether the budget covers a pod. An invalid selector matches no pod. Models `getPodDisruptionBudgets` of the eviction. */
export function budgetCovers({ metadata, spec }: PodDisruptionBudget, pod: KubeObject): boolean {
  if (metadata?.namespace !== pod.metadata?.namespace) return false;
  return labelSelector.tryFromObject(spec?.selector)?.matches(pod.metadata?.labels) ?? false;
}

/** Returns the conditions for `disruptionsAllowed`; keeps the time of an unchanged status. Models `UpdateDisruptionAllowedCondition`. */
export function disruptionConditions(status: PodDisruptionBudgetStatus, now: string): Condition[] {
  const allowed = status.disruptionsAllowed > 0;
  const reason = allowed ? 'SufficientPods' : 'InsufficientPods';
  return setCondition(status, { status: allowed ? 'True' : 'False', reason, message: '' }, now);
}

/** Returns the conditions of a failed computation, with its message. */
export function syncFailedConditions(status: PodDisruptionBudgetStatus, message: string, now: string): Condition[] {
  return setCondition(status, { status: 'False', reason: 'SyncFailed', message }, now);
}

/** Models `meta.SetStatusCondition`. */
function setCondition(
  { conditions = [], observedGeneration }: PodDisruptionBudgetStatus,
  content: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: string,
): Condition[] {
  const previous = conditions.find(({ type }) => type === DISRUPTION_ALLOWED);
  const lastTransitionTime = previous?.status === content.status ? previous.lastTransitionTime : now;
  const observation = observedGeneration === undefined ? {} : { observedGeneration };
  const next: Condition = { type: DISRUPTION_ALLOWED, ...content, lastTransitionTime, ...observation };
  return previous === undefined ? [...conditions, next] : conditions.map((condition) => (condition === previous ? next : condition));
}
