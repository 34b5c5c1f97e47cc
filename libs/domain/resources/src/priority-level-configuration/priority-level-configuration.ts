import type { Mutable } from '@klockwork/kernel';
import type * as flowcontrol from 'kubernetes-types/flowcontrol/v1';

/** How many requests of one level are served at once. Every `PriorityLevelConfiguration` of `kubernetes-types` is one. */
export type PriorityLevelConfiguration = Mutable<flowcontrol.PriorityLevelConfiguration>;

/** What a level limits, and how. */
export type PriorityLevelSpec = NonNullable<PriorityLevelConfiguration['spec']>;
