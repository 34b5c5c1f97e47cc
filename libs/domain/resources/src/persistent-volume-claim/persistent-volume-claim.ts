import type * as kubernetes from '@klockwork/kubernetes-types';

/** PersistentVolumeClaim: request for storage. Compatible with that of `kubernetes-types`. */
export type PersistentVolumeClaim = kubernetes.PersistentVolumeClaim;
