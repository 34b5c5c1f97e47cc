import type * as kubernetes from '@klockwork/kubernetes-types';

/** ClusterRoleBinding: subjects of a role in the whole cluster. Compatible with that of `kubernetes-types`. */
export type ClusterRoleBinding = kubernetes.ClusterRoleBinding;
