import type * as kubernetes from '@klockwork/kubernetes-types';

/** What may be done in the whole cluster. Every `ClusterRole` of `kubernetes-types` is one. */
export type ClusterRole = kubernetes.ClusterRole;
