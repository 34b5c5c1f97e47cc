import type * as kubernetes from '@klockwork/kubernetes-types';

/** Role: permissions in a namespace. */
export type Role = kubernetes.Role;
