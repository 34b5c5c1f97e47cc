import type * as kubernetes from '@klockwork/kubernetes-types';

/** ClusterRoleBinding: subjects of a role in the whole cluster. */
export type ClusterRoleBinding = kubernetes.ClusterRoleBinding;
