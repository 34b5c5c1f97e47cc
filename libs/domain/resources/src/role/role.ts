import type * as kubernetes from '@klockwork/kubernetes-types';

/** What may be done in one namespace. Every `Role` of `kubernetes-types` is one. */
export type Role = kubernetes.Role;
