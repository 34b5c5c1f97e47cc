import type { Mutable } from '@klockwork/kernel';
import type * as rbac from 'kubernetes-types/rbac/v1';

/** Who has a role in one namespace. Every `RoleBinding` of `kubernetes-types` is one. */
export type RoleBinding = Mutable<rbac.RoleBinding>;
