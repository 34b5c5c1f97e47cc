import type * as kubernetes from '@klockwork/kubernetes-types';

/** ClusterRole: permissions in the whole cluster. Compatible with that of `kubernetes-types`. */
export type ClusterRole = kubernetes.ClusterRole;
