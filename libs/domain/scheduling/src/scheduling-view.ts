import type { Labels } from '@klockwork/api-machinery';
import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import type { StorageView } from './volumes/storage-view.ts';

/** Objects beside pods and nodes that decide where a pod fits. */
export interface SchedulingView extends StorageView {
  /** Returns the labels of a namespace; undefined for an unknown namespace. */
  namespaceLabels(name: string): Labels | undefined;
  /** Returns the disruption budgets of all namespaces. */
  budgets(): readonly PodDisruptionBudget[];
}
