import type * as kubernetes from '@klockwork/kubernetes-types';

/** Secret: confidential data in base64. */
export type Secret = kubernetes.Secret;
