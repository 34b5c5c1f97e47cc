import { formatTime, statusErrors } from '@klockwork/api-machinery';
import { ApiError, copy, type LabTime } from '@klockwork/kernel';
import type { CompanionWrite } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Pod } from '../pod/pod.ts';
import { podReady } from '../pod/pod-conditions.ts';
import { resources } from '../resource-refs.ts';
import {
  budgetCovers,
  DISRUPTION_ALLOWED,
  disruptionConditions,
  type PodDisruptionBudget,
  type PodDisruptionBudgetStatus,
} from './pod-disruption-budget.ts';

/** More evictions than these that the controller has not seen are too many. Models `MaxDisruptedPodSize`. */
const DISRUPTED_PODS_MAX = 2_000;
/** Retry-After in seconds for a budget not yet computed. */
const PROCESSING_RETRY_SECONDS = 10;
const WOULD_VIOLATE = "Cannot evict pod as it would violate the pod's disruption budget.";
const NONE_ALLOWED = 'does not allow evicting pods currently';
const SEVERAL_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
const FREE_PHASES = ['Succeeded', 'Failed', 'Pending'];

type Budget = Pick<PodDisruptionBudget, 'metadata' | 'spec'> & { readonly status: PodDisruptionBudgetStatus };

/**
 * Returns the charge of a pod's eviction to its budget: none without a budget, or for an unneeded pod. Throws 429 if the budget allows no
 * disruption now, and 500 for a pod with several budgets. Models the budget check of `EvictionREST.Create`.
 */
export function budgetCharges(pod: Pod, budgets: readonly KubeObject[], now: LabTime): CompanionWrite[] {
  if (pod.metadata?.deletionTimestamp !== undefined || FREE_PHASES.includes(pod.status?.phase ?? '')) return [];
  const [budget, another] = (budgets as readonly PodDisruptionBudget[]).filter((one) => budgetCovers(one, pod));
  if (another !== undefined) throw new ApiError({ code: 500, reason: '', message: SEVERAL_BUDGETS });
  if (budget === undefined || mayGoUnready(budget, pod)) return [];
  const next = charged(copy(budget) as Budget, pod.metadata?.name ?? '', formatTime(now));
  return [{ resource: resources.podDisruptionBudgets, subresource: 'status', previous: budget, next }];
}

/** Returns whether an unready pod may be evicted without a charge: by policy, or with enough healthy others. */
function mayGoUnready({ spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  if (podReady(pod)) return false;
  const desiredHealthy = status?.desiredHealthy ?? 0;
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && (status?.currentHealthy ?? 0) >= desiredHealthy);
}

/** Models `checkAndDecrement`. */
function charged(budget: Budget, podName: string, now: string): KubeObject {
  const name = budget.metadata?.name ?? '';
  const { status } = budget;
  if ((status.observedGeneration ?? 0) < (budget.metadata?.generation ?? 0)) throw stillProcessed(name);
  if (status.disruptionsAllowed < 0) throw forbidden(name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > DISRUPTED_PODS_MAX)
    throw forbidden(name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (status.disruptionsAllowed === 0) throw exhausted(name, status);
  status.disruptionsAllowed -= 1;
  if (status.disruptionsAllowed === 0) status.conditions = disruptionConditions(status, now);
  status.disruptedPods = { ...status.disruptedPods, [podName]: now };
  return budget;
}

function stillProcessed(name: string): ApiError {
  return tooManyRequests(`The disruption budget ${name} is still being processed by the server.`, PROCESSING_RETRY_SECONDS);
}

function exhausted(name: string, status: PodDisruptionBudgetStatus): ApiError {
  return tooManyRequests(`The disruption budget ${name} ${whyNot(status)}`, 0);
}

/** Counts are meaningless after a failed sync, or during evictions with enough healthy pods. */
function whyNot({ desiredHealthy, currentHealthy, conditions = [] }: PodDisruptionBudgetStatus): string {
  const { status, reason, message } = conditions.find(({ type }) => type === DISRUPTION_ALLOWED) ?? {};
  const details = status === 'False' && message ? message : undefined;
  if (details !== undefined && reason === 'SyncFailed') return `${NONE_ALLOWED} because it failed sync: ${details}`;
  if (currentHealthy <= desiredHealthy) return `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return details === undefined ? NONE_ALLOWED : `${NONE_ALLOWED} (${reason}): ${details}`;
}

function tooManyRequests(cause: string, retryAfterSeconds: number): ApiError {
  const { status } = statusErrors.tooManyRequests(WOULD_VIOLATE, retryAfterSeconds);
  const causes = [{ reason: 'DisruptionBudget', message: cause }];
  return new ApiError({ code: status.code, reason: status.reason, message: status.message, details: { ...status.details, causes } });
}

function forbidden(name: string, detail: string): ApiError {
  return statusErrors.forbidden({ group: 'policy', resource: 'poddisruptionbudget' }, name, detail);
}
