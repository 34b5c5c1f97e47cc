import type * as kubernetes from '@klockwork/kubernetes-types';

/** PersistentVolume: piece of storage. */
export type PersistentVolume = kubernetes.PersistentVolume;

/** Source fields of a PersistentVolume spec, in upstream's order. */
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
