import type * as kubernetes from '@klockwork/kubernetes-types';

/** A piece of storage. Every `PersistentVolume` of `kubernetes-types` is one. */
export type PersistentVolume = kubernetes.PersistentVolume;

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
] as const satisfies readonly (keyof kubernetes.PersistentVolumeSpec)[];
