import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** Why an attachment failed. The code is newer than `kubernetes-types`. */
export type VolumeError = Mutable<kubernetes.VolumeError> & { errorCode?: number };

/** How far an attachment is. */
type VolumeAttachmentStatus = Omit<Mutable<kubernetes.VolumeAttachmentStatus>, 'attachError' | 'detachError'> & {
  attachError?: VolumeError;
  detachError?: VolumeError;
};

/** A volume that is to be attached to a node. */
export type VolumeAttachment = Omit<Mutable<kubernetes.VolumeAttachment>, 'status'> & { status?: VolumeAttachmentStatus };
