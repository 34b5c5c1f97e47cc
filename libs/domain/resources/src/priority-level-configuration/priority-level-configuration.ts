import type * as kubernetes from '@klockwork/kubernetes-types';

/** PriorityLevelConfiguration: concurrency limit of a level. */
export type PriorityLevelConfiguration = kubernetes.PriorityLevelConfiguration;

/** Limits of a priority level. */
export type PriorityLevelSpec = NonNullable<PriorityLevelConfiguration['spec']>;
