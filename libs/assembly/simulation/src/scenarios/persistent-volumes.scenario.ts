import { type KubeObject, type PersistentVolume, type PersistentVolumeClaim, type Pod, podReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;
const LATE = ['late-1', 'late-2', 'late-3'];
const MANUAL = ['manual-1', 'manual-2', 'manual-3'];
const DISKS = ['disk-1', 'disk-2'];
/** Class with manually created volumes, bound to the nodes of their pods. */
const LOCAL = 'local';

function claim(name: string, storageClassName: string): KubeObject {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'default' }, spec } as KubeObject;
}

function disk(name: string): KubeObject {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'manual', capacity: { storage: '1Gi' }, hostPath: { path: '/mnt' } };
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec } as KubeObject;
}

function localClass(): KubeObject {
  const rules = { provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' };
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: LOCAL }, ...rules } as KubeObject;
}

function localDisk(node: string): KubeObject {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }];
  const volume = disk(LOCAL) as PersistentVolume;
  const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
  return { ...volume, spec: { ...volume.spec, storageClassName: LOCAL, nodeAffinity } } as KubeObject;
}

function user(name: string): KubeObject {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const containers = [{ name: 'main', image: 'busybox:1.36', command: ['sleep', 'infinity'], volumeMounts }];
  const spec = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }], containers, terminationGracePeriodSeconds: 1 };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec } as KubeObject;
}

/** Provisioned and bound volumes, despite killed controllers; all disappear with their pods and claims. */
export const persistentVolumes: Scenario = {
  name: 'persistent-volumes',
  description: 'claims get volumes and pods use them, though the scheduler and the controller-manager are killed meanwhile',
  nodes: ['node-1', 'node-2', 'node-3'],
  async run(script) {
    script.crash('controller-manager');
    for (const name of DISKS) await script.apply(disk(name));
    for (const name of MANUAL) await script.apply(claim(name, 'manual'));
    for (const object of [localClass(), localDisk('node-2'), claim(LOCAL, LOCAL), user(LOCAL)]) await script.apply(object);
    for (const name of LATE) for (const object of [claim(name, 'standard'), user(name)]) await script.apply(object);
    // The scheduler loses its wait for volumes, and finds the result after a restart.
    await script.pass(script.random.integer(5_000));
    script.crash('scheduler');
    script.start('controller-manager');
    await script.pass(script.random.integer(5_000));
    script.start('scheduler');
    await script.waitUntil('every pod to have its volume', allRun, 5 * MINUTE);
    await script.waitUntil('both disks to have a claim', (objects) => boundOf(objects, MANUAL).length === 2, MINUTE);
    for (const name of LATE) await script.delete(resources.persistentVolumeClaims, { namespace: 'default', name });
    await script.pass(MINUTE);
    await script.waitUntil('used claims to stay', (objects) => boundOf(objects, LATE).length === 3, 1);
    for (const name of [LOCAL, ...LATE]) await script.delete(resources.pods, { namespace: 'default', name });
    for (const name of [LOCAL, ...MANUAL]) await script.delete(resources.persistentVolumeClaims, { namespace: 'default', name });
    await script.waitUntil('made volumes to go, and others to be kept', onlyDisksAreLeft, 5 * MINUTE);
  },
};

function allRun(objects: ObservedCluster): boolean {
  const pods = [LOCAL, ...LATE].map((name) => objects.get<Pod>(resources.pods, { namespace: 'default', name }));
  return pods.every((pod) => pod !== undefined && podReady(pod)) && pods[0]?.spec?.nodeName === 'node-2';
}

function boundOf(objects: ObservedCluster, names: readonly string[]): readonly PersistentVolumeClaim[] {
  const claims = objects.list<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  return claims.filter(({ metadata, status }) => names.includes(metadata?.name ?? '') && status?.phase === 'Bound');
}

function onlyDisksAreLeft(objects: ObservedCluster): boolean {
  const volumes = objects.list<PersistentVolume>(resources.persistentVolumes);
  const areReleased = volumes.every(({ status }) => status?.phase === 'Released');
  return areReleased && volumes.length === DISKS.length + 1 && objects.list(resources.persistentVolumeClaims).length === 0;
}
