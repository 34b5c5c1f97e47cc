import { labelSelector } from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { Condition } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** How many pods of a set may be disrupted on purpose at a time. */
export interface PodDisruptionBudget extends Omit<kubernetes.PodDisruptionBudget, 'spec' | 'status'> {
  spec?: kubernetes.PodDisruptionBudgetSpec;
  status?: PodDisruptionBudgetStatus;
}

/** What the disruption controller computed, and which evictions it has not seen yet (by the names of their pods). */
export interface PodDisruptionBudgetStatus extends Omit<kubernetes.PodDisruptionBudgetStatus, 'disruptedPods' | 'conditions'> {
  disruptedPods?: Record<string, string>;
  conditions?: Condition[];
}

/** The condition of a budget that says whether a pod may be evicted now. */
export const DISRUPTION_ALLOWED = 'DisruptionAllowed';

/** Whether a pod is the budget's. An invalid selector selects no pod. Models `getPodDisruptionBudgets` of the eviction. */
export function budgetCovers({ metadata, spec }: PodDisruptionBudget, pod: KubeObject): boolean {
  if (metadata?.namespace !== pod.metadata?.namespace) return false;
  return labelSelector.tryFromObject(spec?.selector)?.matches(pod.metadata?.labels) ?? false;
}

/** The conditions of a status that allows `disruptionsAllowed`; the time is kept while the answer is the same. Models `UpdateDisruptionAllowedCondition`. */
export function disruptionConditions(status: PodDisruptionBudgetStatus, now: string): Condition[] {
  const allowed = status.disruptionsAllowed > 0;
  const reason = allowed ? 'SufficientPods' : 'InsufficientPods';
  return setCondition(status, { status: allowed ? 'True' : 'False', reason, message: '' }, now);
}

/** The conditions of a status that could not be computed, and why. */
export function syncFailedConditions(status: PodDisruptionBudgetStatus, message: string, now: string): Condition[] {
  return setCondition(status, { status: 'False', reason: 'SyncFailed', message }, now);
}

/** Models `meta.SetStatusCondition`. */
function setCondition(
  { conditions = [], observedGeneration }: PodDisruptionBudgetStatus,
  said: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: string,
): Condition[] {
  const known = conditions.find(({ type }) => type === DISRUPTION_ALLOWED);
  const lastTransitionTime = known?.status === said.status ? known.lastTransitionTime : now;
  const observed = observedGeneration === undefined ? {} : { observedGeneration };
  const next: Condition = { type: DISRUPTION_ALLOWED, ...said, lastTransitionTime, ...observed };
  return known === undefined ? [...conditions, next] : conditions.map((condition) => (condition === known ? next : condition));
}
