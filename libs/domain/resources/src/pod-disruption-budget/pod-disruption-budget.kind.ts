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

/** Models `pkg/registry/policy/poddisruptionbudget/strategy.go`. */
const strategy: Strategy<PodDisruptionBudget> = {
  allowUnconditionalUpdate: false,
  default() {},
  ...specStrategy<PodDisruptionBudget>(() => ({ currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 })),
  validate: validatePodDisruptionBudget,
  validateUpdate: validatePodDisruptionBudgetUpdate,
};

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
