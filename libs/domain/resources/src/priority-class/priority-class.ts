import type * as kubernetes from '@klockwork/kubernetes-types';

/** PriorityClass: named priority of pods. */
export type PriorityClass = kubernetes.PriorityClass;

/** Max priority of users' classes; system classes are higher. Models `HighestUserDefinablePriority`. */
export const HIGHEST_USER_PRIORITY = 1_000_000_000;

/** Classes of every cluster, in upstream's order. Models `systemPriorityClasses` of `pkg/apis/scheduling/v1/helpers.go`. */
export const systemPriorityClasses: readonly PriorityClass[] = [
  {
    metadata: { name: 'system-node-critical' },
    value: 2 * HIGHEST_USER_PRIORITY + 1_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    metadata: { name: 'system-cluster-critical' },
    value: 2 * HIGHEST_USER_PRIORITY,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
];

/** Returns the default class of pods: the lowest value of several. Models `getDefaultPriorityClass`. */
export function defaultPriorityClassOf(classes: readonly PriorityClass[]): PriorityClass | undefined {
  return classes.filter(({ globalDefault }) => globalDefault === true).sort((a, b) => a.value - b.value)[0];
}
