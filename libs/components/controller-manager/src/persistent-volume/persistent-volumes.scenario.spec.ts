import { createLab } from '@klockwork/controller-runtime/testing';
import {
  type KubeObject,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  type ResourceRef,
  resources,
} from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;
let lab: ReturnType<typeof createLab>;
let running: Awaited<ReturnType<typeof startControllerManager>>;

beforeEach(async () => {
  lab = createLab();
  running = await startControllerManager(lab.context);
});
afterEach(() => running.stop());

const named = <T extends KubeObject>(resource: ResourceRef, name: string) =>
  (lab.api.log.objects(resource) as T[]).find(({ metadata }) => metadata?.name === name);
const create = async (resource: ResourceRef, object: KubeObject) => {
  await lab.api.create(resource, object, { cause });
  await lab.advance(0);
};
const told = () =>
  (lab.api.log.objects(resources.events) as (KubeObject & { reason: string; involvedObject: { kind: string } })[])
    .filter(({ involvedObject }) => involvedObject.kind === 'PersistentVolumeClaim')
    .map(({ reason }) => reason)
    .sort();

function claim(storageClassName: string): KubeObject {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } };
  return { metadata: { name: 'data', namespace: 'default', finalizers: ['kubernetes.io/pvc-protection'] }, spec } as KubeObject;
}

test('a user-created volume is bound, kept after its claim, and never bound again', async () => {
  const spec = {
    capacity: { storage: '2Gi' },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/mnt/data' },
    storageClassName: 'manual',
  };
  const own = { metadata: { name: 'disk' }, spec: { ...spec, persistentVolumeReclaimPolicy: 'Retain' }, status: { phase: 'Pending' } };
  await create(resources.persistentVolumes, own as KubeObject);
  expect(named<PersistentVolume>(resources.persistentVolumes, 'disk')?.status?.phase).toBe('Available');
  await create(resources.persistentVolumeClaims, claim('manual'));
  expect(named<PersistentVolumeClaim>(resources.persistentVolumeClaims, 'data')).toMatchObject({
    spec: { volumeName: 'disk' },
    status: { phase: 'Bound', capacity: { storage: '2Gi' } },
  });
  await lab.api.delete(resources.persistentVolumeClaims, { namespace: 'default', name: 'data' }, {}, { cause });
  await lab.advance(0);
  expect(named(resources.persistentVolumeClaims, 'data')).toBeUndefined();
  await create(resources.persistentVolumeClaims, claim('manual'));
  expect(named<PersistentVolume>(resources.persistentVolumes, 'disk')?.status?.phase).toBe('Released');
  expect(named<PersistentVolumeClaim>(resources.persistentVolumeClaims, 'data')?.status?.phase).toBe('Pending');
});

test("a provisioned volume is on the pod's node and deleted with its claim, which outlives the pod", async () => {
  await create(resources.storageClasses, {
    metadata: { name: 'standard' },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  } as KubeObject);
  await create(resources.persistentVolumeClaims, claim('standard'));
  expect(told()).toEqual(['WaitForFirstConsumer']);
  const annotations = { 'volume.kubernetes.io/selected-node': 'node-1' };
  const name = { namespace: 'default', name: 'data' };
  const patch = { type: 'merge', body: { metadata: { annotations } } } as const;
  await lab.api.patch(resources.persistentVolumeClaims, name, patch, { cause });
  await lab.advance(0);
  const bound = named<PersistentVolumeClaim>(resources.persistentVolumeClaims, 'data');
  expect(bound?.status?.phase).toBe('Bound');
  expect(told()).toEqual(['ExternalProvisioning', 'Provisioning', 'ProvisioningSucceeded', 'WaitForFirstConsumer']);
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }];
  await create(resources.pods, aPod({ metadata: { name: 'web', namespace: 'default' }, spec: { nodeName: 'node-1', volumes } }) as Pod);
  await lab.api.delete(resources.persistentVolumeClaims, name, {}, { cause });
  await lab.advance(0);
  expect(named(resources.persistentVolumeClaims, 'data')?.metadata?.deletionTimestamp).toBeDefined();
  await lab.api.delete(resources.pods, { namespace: 'default', name: 'web' }, { gracePeriodSeconds: 0 }, { cause });
  await lab.advance(0);
  expect(named(resources.persistentVolumeClaims, 'data')).toBeUndefined();
  expect(lab.api.log.objects(resources.persistentVolumes)).toEqual([]);
});

test('a VolumeAttributesClass exists as long as a claim or volume uses it', async () => {
  const gold = () => named(resources.volumeAttributesClasses, 'gold')?.metadata;
  const lookAfter = async (change: Promise<unknown>) => {
    await change;
    await lab.advance(0);
  };
  await create(resources.volumeAttributesClasses, { metadata: { name: 'gold' }, driverName: 'disks.example.com' } as KubeObject);
  expect(gold()?.finalizers).toEqual(['kubernetes.io/vac-protection']);
  const ofGold = { volumeAttributesClassName: 'gold', storageClassName: 'manual' };
  await create(resources.persistentVolumes, {
    metadata: { name: 'disk' },
    spec: { ...ofGold, capacity: { storage: '1Gi' } },
  } as KubeObject);
  const plain = claim('none');
  await create(resources.persistentVolumeClaims, { ...plain, spec: { ...(plain as PersistentVolumeClaim).spec, ...ofGold } } as KubeObject);
  await lookAfter(lab.api.delete(resources.volumeAttributesClasses, { name: 'gold' }, {}, { cause }));
  expect(gold()?.deletionTimestamp).toBeDefined();
  await lookAfter(lab.api.delete(resources.persistentVolumeClaims, { namespace: 'default', name: 'data' }, {}, { cause }));
  expect(gold()).toBeDefined();
  await lookAfter(lab.api.delete(resources.persistentVolumes, { name: 'disk' }, {}, { cause }));
  expect(gold()).toBeUndefined();
});
