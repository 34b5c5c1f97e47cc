import { labelSelector } from '@klockwork/api-machinery';
import type { Pod, PodDisruptionBudget } from '@klockwork/kubernetes-types';

/**
 * Returns the pods whose eviction, in this order, would violate a disruption budget. Pods that a budget counts as disrupted already do not.
 * Models `filterPodsWithPDBViolation`.
 */
export function budgetViolations(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const left = budgets.map((budget) => ({ budget, allowed: budget.status?.disruptionsAllowed ?? 0 }));
  return new Set(
    pods.filter((pod) => {
      const own = left.filter(({ budget }) => covers(budget, pod));
      for (const entry of own) entry.allowed -= 1;
      return own.some(({ allowed }) => allowed < 0);
    }),
  );
}

function covers({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { namespace, name = '', labels = {} } = pod.metadata ?? {};
  if (metadata?.namespace !== namespace || Object.keys(labels).length === 0 || status?.disruptedPods?.[name] !== undefined) return false;
  const selector = labelSelector.tryFromObject(spec?.selector);
  return selector !== undefined && selector.requirements.length > 0 && selector.matches(labels);
}
