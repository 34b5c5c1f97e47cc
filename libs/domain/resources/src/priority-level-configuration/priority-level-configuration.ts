import type * as kubernetes from '@klockwork/kubernetes-types';

/** How many requests of one level are served at once. Every `PriorityLevelConfiguration` of `kubernetes-types` is one. */
export type PriorityLevelConfiguration = kubernetes.PriorityLevelConfiguration;

/** What a level limits, and how. */
export type PriorityLevelSpec = NonNullable<PriorityLevelConfiguration['spec']>;
