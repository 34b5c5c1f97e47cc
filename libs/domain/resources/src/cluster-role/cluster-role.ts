import type * as kubernetes from '@klockwork/kubernetes-types';

/** ClusterRole: permissions in the whole cluster. */
export type ClusterRole = kubernetes.ClusterRole;
