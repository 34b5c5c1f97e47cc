import type * as kubernetes from '@klockwork/kubernetes-types';

/** RuntimeClass: handler of containers, its overhead, and its nodes. */
export type RuntimeClass = kubernetes.RuntimeClass;
