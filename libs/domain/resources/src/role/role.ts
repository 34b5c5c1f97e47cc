import type * as kubernetes from '@klockwork/kubernetes-types';

/** Role: permissions in a namespace. Compatible with that of `kubernetes-types`. */
export type Role = kubernetes.Role;
