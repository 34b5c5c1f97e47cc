import type * as kubernetes from '@klockwork/kubernetes-types';

/** Reason of a failed attachment. */
export type VolumeError = kubernetes.VolumeError;

/** VolumeAttachment: desired attachment of a volume to a node. */
export type VolumeAttachment = kubernetes.VolumeAttachment;
