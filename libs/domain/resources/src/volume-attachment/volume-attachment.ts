import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** Reason of a failed attachment. */
export type VolumeError = Mutable<kubernetes.VolumeError>;

/** Volume that is to be attached to a node. */
export type VolumeAttachment = Mutable<kubernetes.VolumeAttachment>;
