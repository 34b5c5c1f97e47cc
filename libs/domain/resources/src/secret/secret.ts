import type * as kubernetes from '@klockwork/kubernetes-types';

/** A Secret. Every `Secret` of `kubernetes-types` is one. */
export type Secret = kubernetes.Secret;
