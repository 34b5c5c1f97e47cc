import type * as kubernetes from '@klockwork/kubernetes-types';

/** Who has a role in one namespace. Every `RoleBinding` of `kubernetes-types` is one. */
export type RoleBinding = kubernetes.RoleBinding;
