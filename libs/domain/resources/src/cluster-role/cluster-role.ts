import type { Mutable } from '@klockwork/kernel';
import type * as rbac from 'kubernetes-types/rbac/v1';

/** What may be done in the whole cluster. Every `ClusterRole` of `kubernetes-types` is one. */
export type ClusterRole = Mutable<rbac.ClusterRole>;
