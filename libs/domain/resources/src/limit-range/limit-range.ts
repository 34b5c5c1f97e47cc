import type * as kubernetes from '@klockwork/kubernetes-types';

/** LimitRange: bounds and defaults for a namespace's pods and claims. */
export type LimitRange = kubernetes.LimitRange;

/** Limits of one type of object. */
export type LimitRangeItem = kubernetes.LimitRangeItem;
