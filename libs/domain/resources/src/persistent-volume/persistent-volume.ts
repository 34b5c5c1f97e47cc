import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** A piece of storage. Every `PersistentVolume` of `kubernetes-types` is one. */
export type PersistentVolume = Mutable<core.PersistentVolume>;

/** What a PersistentVolume can be of, as its spec names it, in upstream's order. */
export const VOLUME_SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof core.PersistentVolumeSpec)[];
