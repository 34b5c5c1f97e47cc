import type * as kubernetes from '@klockwork/kubernetes-types';

/** RoleBinding: subjects of a role in a namespace. */
export type RoleBinding = kubernetes.RoleBinding;
