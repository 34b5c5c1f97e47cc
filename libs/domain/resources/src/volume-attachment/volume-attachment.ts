import type { Mutable } from '@klockwork/kernel';
import type * as storage from 'kubernetes-types/storage/v1';

/** Why an attachment failed. The code is newer than `kubernetes-types`. */
export type VolumeError = Mutable<storage.VolumeError> & { errorCode?: number };

/** How far an attachment is. */
type VolumeAttachmentStatus = Omit<Mutable<storage.VolumeAttachmentStatus>, 'attachError' | 'detachError'> & {
  attachError?: VolumeError;
  detachError?: VolumeError;
};

/** A volume that is to be attached to a node. */
export type VolumeAttachment = Omit<Mutable<storage.VolumeAttachment>, 'status'> & { status?: VolumeAttachmentStatus };
