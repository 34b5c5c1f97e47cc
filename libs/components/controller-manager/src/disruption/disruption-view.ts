import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { Pod, PodDisruptionBudget } from '@klockwork/resources';

/** What a budget's reconcile looks at. */
export interface DisruptionView {
  readonly budget: PodDisruptionBudget;
  /** The pods it selects. */
  readonly pods: readonly Pod[];
  /** How many pods the controller of a pod is to have; refused where that cannot be known, undefined where there is none. */
  scaleOf(controller: OwnerReference): ControllerScale | undefined;
}

/** The controller that says how many, which may be that of the pod's controller; or why nobody says it. */
export type ControllerScale = { readonly uid: string; readonly replicas: number } | { readonly problem: string };
