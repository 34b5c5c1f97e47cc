import type { Labels } from '@klockwork/api-machinery';
import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import type { ReplicaSet, ReplicationController, ResourceRef, Service, StatefulSet } from '@klockwork/resources';
import type { StorageView } from './volumes/storage-view.ts';

/** Workloads, whose selectors group pods. */
export interface WorkloadView {
  services(namespace: string): readonly Service[];
  /** Returns a ReplicationController, ReplicaSet or StatefulSet. */
  workload(kind: ResourceRef, namespace: string, name: string): ReplicationController | ReplicaSet | StatefulSet | undefined;
}

/** Objects beside pods and nodes that decide where a pod fits. */
export interface SchedulingView extends StorageView, WorkloadView {
  /** Returns the labels of a namespace; undefined for an unknown namespace. */
  namespaceLabels(name: string): Labels | undefined;
  /** Returns the disruption budgets of all namespaces. */
  budgets(): readonly PodDisruptionBudget[];
}
