import type * as kubernetes from '@klockwork/kubernetes-types';

/** PersistentVolumeClaim: request for storage. */
export type PersistentVolumeClaim = kubernetes.PersistentVolumeClaim;
