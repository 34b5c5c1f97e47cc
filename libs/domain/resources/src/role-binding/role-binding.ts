import type * as kubernetes from '@klockwork/kubernetes-types';

/** RoleBinding: subjects of a role in a namespace. Compatible with that of `kubernetes-types`. */
export type RoleBinding = kubernetes.RoleBinding;
