import type { Mutable } from '@klockwork/kernel';
import type * as rbac from 'kubernetes-types/rbac/v1';

/** Who has a role in the whole cluster. Every `ClusterRoleBinding` of `kubernetes-types` is one. */
export type ClusterRoleBinding = Mutable<rbac.ClusterRoleBinding>;
