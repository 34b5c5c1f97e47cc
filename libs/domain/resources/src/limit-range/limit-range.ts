import type * as kubernetes from '@klockwork/kubernetes-types';

/** Bounds and defaults for what the pods of a namespace may ask for. */
export type LimitRange = kubernetes.LimitRange;

/** What a limit says about one kind of object. */
export type LimitRangeItem = kubernetes.LimitRangeItem;
