import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { IntOrPercent } from '../generic/int-or-percent.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { podDisruptionBudgetEvent } from './pod-disruption-budget.events.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';
import {
  validatePodDisruptionBudget,
  validatePodDisruptionBudgetStatus,
  validatePodDisruptionBudgetUpdate,
} from './pod-disruption-budget.validation.ts';

const OLD_LABEL = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';

/** Models `pkg/registry/policy/poddisruptionbudget/strategy.go`. */
const strategy: Strategy<PodDisruptionBudget> = {
  allowUnconditionalUpdate: false,
  default: dropOldLabel,
  ...specStrategy<PodDisruptionBudget>(() => ({ currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 })),
  validate: validatePodDisruptionBudget,
  validateUpdate: validatePodDisruptionBudgetUpdate,
};

/**
 * Removes the label with which v1beta1 selected all pods or none, unless it alone means none. Models
 * `Convert_v1_PodDisruptionBudget_To_policy_PodDisruptionBudget`.
 */
function dropOldLabel({ spec }: PodDisruptionBudget): void {
  const { matchLabels = {}, matchExpressions } = spec?.selector ?? {};
  if (!spec?.selector || !matchExpressions?.some(({ key }) => key === OLD_LABEL)) return;
  const alone = matchExpressions.length === 1 && Object.keys(matchLabels).length === 0;
  if (alone && matchExpressions[0]?.operator === 'Exists' && (matchExpressions[0].values ?? []).length === 0) return;
  const expressions = matchExpressions.filter(({ key }) => key !== OLD_LABEL);
  if (expressions.length === 0) delete spec.selector.matchExpressions;
  else spec.selector.matchExpressions = expressions;
}

/** PodDisruptionBudget. Models `pkg/registry/policy/poddisruptionbudget`. */
export const podDisruptionBudgetKind: KindDefinition<PodDisruptionBudget> = {
  ...resources.podDisruptionBudgets,
  listKind: 'PodDisruptionBudgetList',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  categories: [],
  definition: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  strategy,
  status: statusStrategy<PodDisruptionBudget>({ validate: validatePodDisruptionBudgetStatus }),
  columns: [
    nameColumn,
    {
      name: 'Min Available',
      type: 'string',
      description: 'Pods that must stay available',
      cell: ({ spec }) => shareCell(spec?.minAvailable),
    },
    {
      name: 'Max Unavailable',
      type: 'string',
      description: 'Pods that may be missing',
      cell: ({ spec }) => shareCell(spec?.maxUnavailable),
    },
    {
      name: 'Allowed Disruptions',
      type: 'integer',
      description: 'Pods that may be evicted now',
      cell: ({ status }) => status?.disruptionsAllowed ?? 0,
    },
    ageColumn,
  ],
  selectableFields: {},
  event: podDisruptionBudgetEvent,
};

function shareCell(share: IntOrPercent | undefined): string {
  return share === undefined ? 'N/A' : String(share);
}
