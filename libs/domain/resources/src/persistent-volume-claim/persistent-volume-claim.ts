import type * as kubernetes from '@klockwork/kubernetes-types';

/** Somebody's wish for storage. Every `PersistentVolumeClaim` of `kubernetes-types` is one. */
export type PersistentVolumeClaim = kubernetes.PersistentVolumeClaim;
