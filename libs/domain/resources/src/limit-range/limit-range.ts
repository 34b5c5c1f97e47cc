import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** Bounds and defaults for what the pods of a namespace may ask for. */
export type LimitRange = Mutable<core.LimitRange>;

/** What a limit says about one kind of object. */
export type LimitRangeItem = core.LimitRangeItem;
