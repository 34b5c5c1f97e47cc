import type * as kubernetes from '@klockwork/kubernetes-types';

/** Reason of a failed attachment. */
export type VolumeError = kubernetes.VolumeError;

/** Volume that is to be attached to a node. */
export type VolumeAttachment = kubernetes.VolumeAttachment;
