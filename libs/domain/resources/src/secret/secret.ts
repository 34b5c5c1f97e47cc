import type * as kubernetes from '@klockwork/kubernetes-types';

/** Secret. Compatible with that of `kubernetes-types`. */
export type Secret = kubernetes.Secret;
