import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';

/** Cluster storage, as input of volume decisions. */
export interface StorageView {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
}
