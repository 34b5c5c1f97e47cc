import type * as kubernetes from '@klockwork/kubernetes-types';

/** How containers of some pods are run: the handler's name, what it costs, and where it is. */
export type RuntimeClass = kubernetes.RuntimeClass;
