import type { CSIDriver, CSINode, CSIStorageCapacity, VolumeAttachment } from '@klockwork/kubernetes-types';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';

/** Cluster storage, as input of volume decisions. */
export interface StorageView {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  /** Returns the CSI drivers of a node. */
  csiNode(name: string): CSINode | undefined;
  csiDriver(name: string): CSIDriver | undefined;
  storageCapacities(): readonly CSIStorageCapacity[];
  volumeAttachments(): readonly VolumeAttachment[];
}
