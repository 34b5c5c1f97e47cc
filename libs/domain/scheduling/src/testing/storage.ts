import type { Pod } from '@klockwork/kubernetes-types';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import type { SchedulingView } from '../scheduling-view.ts';
import { aSchedulingView } from './scheduling-view.ts';

/** WaitForFirstConsumer classes: with a provisioner, and without. */
const CLASSES: readonly StorageClass[] = [
  { metadata: { name: 'late' }, provisioner: 'example.com/disks', volumeBindingMode: 'WaitForFirstConsumer' },
  { metadata: { name: 'manual' }, provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' },
];

/** Returns a pod of namespace default that uses the claim `data`. */
export function podWithClaim(name: string): Pod {
  return aPod({ metadata: { name }, spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });
}

/** Returns claim `data` of a class, optionally bound to a volume. */
export function aDataClaim(storageClassName: string, volumeName?: string, mode = 'ReadWriteOnce'): PersistentVolumeClaim {
  const annotations: Record<string, string> = volumeName === undefined ? {} : { 'pv.kubernetes.io/bind-completed': 'yes' };
  return {
    metadata: { name: 'data', namespace: 'default', uid: 'u1', annotations },
    spec: { accessModes: [mode], storageClassName, resources: { requests: { storage: '1Gi' } }, ...(volumeName && { volumeName }) },
    status: { phase: volumeName === undefined ? 'Pending' : 'Bound' },
  };
}

/** Returns a free volume of 1 GiB, reachable from one node. */
export function aVolumeAt(node: string, name: string, storageClassName: string): PersistentVolume {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }];
  const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
  return {
    metadata: { name },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName, nodeAffinity },
    status: { phase: 'Available' },
  };
}

/** Returns a cluster with one claim, these volumes, and namespaces without labels. */
export function storageOf(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[]): SchedulingView {
  return aSchedulingView({
    claim: (namespace, name) => (namespace === claim.metadata?.namespace && name === claim.metadata?.name ? claim : undefined),
    volume: (name) => volumes.find(({ metadata }) => metadata?.name === name),
    volumes: () => volumes,
    storageClass: (name) => CLASSES.find(({ metadata }) => metadata?.name === name),
  });
}
