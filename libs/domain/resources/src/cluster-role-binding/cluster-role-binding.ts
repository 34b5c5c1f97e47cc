import type * as kubernetes from '@klockwork/kubernetes-types';

/** Who has a role in the whole cluster. Every `ClusterRoleBinding` of `kubernetes-types` is one. */
export type ClusterRoleBinding = kubernetes.ClusterRoleBinding;
