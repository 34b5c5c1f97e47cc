import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import { type PersistentVolume, type PersistentVolumeClaim, resources, type StorageClass } from '@klockwork/resources';
import type { StorageView } from '@klockwork/scheduling';

/** Volumes, claims and classes in the informers. */
export class ClusterStorage implements StorageView {
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly persistentVolumes: Informer<PersistentVolume>;
  readonly classes: Informer<StorageClass>;

  constructor(informers: InformerFactory) {
    this.claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
    this.persistentVolumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
    this.classes = informers.informer<StorageClass>(resources.storageClasses);
  }

  claim(namespace: string, name: string): PersistentVolumeClaim | undefined {
    return this.claims.get(namespace, name);
  }

  volume(name: string): PersistentVolume | undefined {
    return this.persistentVolumes.get('', name);
  }

  volumes(): readonly PersistentVolume[] {
    return this.persistentVolumes.list();
  }

  storageClass(name: string): StorageClass | undefined {
    return this.classes.get('', name);
  }
}

/** True if such a change of a volume or class may help a waiting pod. */
export function storageChangeMayHelp({ change }: Pick<Notice, 'change'>): boolean {
  return change !== 'deleted';
}
