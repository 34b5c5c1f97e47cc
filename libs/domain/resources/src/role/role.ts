import type { Mutable } from '@klockwork/kernel';
import type * as rbac from 'kubernetes-types/rbac/v1';

/** What may be done in one namespace. Every `Role` of `kubernetes-types` is one. */
export type Role = Mutable<rbac.Role>;
