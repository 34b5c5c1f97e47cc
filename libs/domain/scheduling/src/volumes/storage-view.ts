import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';

/** The storage of the cluster, as decisions about volumes see it. */
export interface StorageView {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
}
