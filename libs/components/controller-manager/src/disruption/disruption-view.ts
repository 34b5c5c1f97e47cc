import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { Pod, PodDisruptionBudget } from '@klockwork/resources';

/** Inputs of a budget's reconcile. */
export interface DisruptionView {
  readonly budget: PodDisruptionBudget;
  /** Selected pods. */
  readonly pods: readonly Pod[];
  /** Replica count of a pod's controller; a problem when it cannot be known, undefined without a controller. */
  scaleOf(controller: OwnerReference): ControllerScale | undefined;
}

/** Controller with a replica count, possibly the parent of the pod's controller; otherwise the problem. */
export type ControllerScale = { readonly uid: string; readonly replicas: number } | { readonly problem: string };
