import { type KubeObject, type Pod, type ResourceRef, resources } from '@klockwork/resources';
import { beforeEach, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const BOUND = { phase: 'Bound' };
let kubelet: KubeletLab;

beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

async function create(resource: ResourceRef, object: object): Promise<KubeObject> {
  const created = await kubelet.lab.api.create(resource, object as KubeObject, REQUEST);
  await kubelet.lab.advance(0);
  return created;
}

const aClaim = (status: object = BOUND, metadata = {}) =>
  create(resources.persistentVolumeClaims, {
    metadata: { namespace: 'default', name: 'data', ...metadata },
    spec: { volumeName: 'disk' },
    status,
  });

const aVolume = (uid: string | undefined, spec: object = { hostPath: { path: '/mnt/data', type: '' } }, annotations = {}) =>
  create(resources.persistentVolumes, { metadata: { name: 'disk', annotations }, spec: { ...spec, claimRef: { uid } } });

function run(name = 'web', readOnly = false): Promise<Pod> {
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'data', readOnly } }];
  const containers = [{ name: 'web', image: 'nginx:1.27', volumeMounts: [{ name: 'v', mountPath: '/data' }] }];
  return kubelet.run({ metadata: { name, uid: name }, spec: { volumes, containers } });
}

const mounts = () =>
  kubelet
    .runtime()
    .newest('web')
    .spec.mounts?.filter(({ containerPath }) => containerPath === '/data');

test('a pod gets the volume of its claim, and so does the next pod', async () => {
  const { metadata } = await aClaim();
  await aVolume(metadata?.uid);
  expect((await run()).status?.phase).toBe('Running');
  expect(mounts()).toEqual([{ containerPath: '/data', hostPath: '/mnt/data' }]);
  kubelet.hostFiles().root.write('/mnt/data/kept', '1');
  await kubelet.delete('web', 0);
  await run('next', true);
  expect(mounts()).toEqual([{ containerPath: '/data', hostPath: '/mnt/data', readOnly: true }]);
  expect(kubelet.hostFiles().root.read('/mnt/data/kept')).toBe('1');
});

const LATE =
  'FailedMount: Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: ';
const failures = async () => (await kubelet.events('web')).filter((text) => text.startsWith('FailedMount'));

test('a pod waits for a missing claim', async () => {
  await run();
  const missing = 'failed to fetch PVC from API server: persistentvolumeclaims "data" not found';
  expect(await failures()).toEqual([`${LATE}error processing PVC default/data: ${missing}`]);
  const { metadata } = await aClaim();
  await aVolume(metadata?.uid);
  await kubelet.lab.advance(1_000);
  expect((await kubelet.pod())?.status?.phase).toBe('Running');
});

test.each<[string, () => Promise<unknown>, string]>([
  ['is not bound', () => aClaim({ phase: 'Pending' }), 'error processing PVC default/data: PVC is not bound'],
  [
    'is going',
    () => aClaim(BOUND, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    'error processing PVC default/data: PVC is being deleted',
  ],
  [
    'lost its volume',
    () => aClaim(),
    'error processing PVC default/data: failed to fetch PV disk from API server: persistentvolumes "disk" not found',
  ],
  [
    'has blocks',
    async () => aVolume((await aClaim()).metadata?.uid, { volumeMode: 'Block', hostPath: { path: '/dev/x' } }),
    'volume v has volumeMode Block, but is specified in volumeMounts',
  ],
])('a pod whose claim %s gets an error', async (_, prepare, problem) => {
  await prepare();
  await run();
  expect(await failures()).toEqual([`${LATE}${problem}`]);
});

test('a volume bound to another claim is not mounted', async () => {
  const { metadata } = await aClaim();
  await aVolume('u0');
  await run();
  const uids = `pv.Spec.ClaimRef.UID u0 does not point to claim.UID ${metadata?.uid}`;
  expect(await failures()).toEqual([`${LATE}error processing PVC default/data: found PV object disk but its ${uids}`]);
});

test('a pod gets its own ephemeral claim, and no other of that name', async () => {
  const containers = [{ name: 'web', image: 'nginx:1.27', volumeMounts: [{ name: 'v', mountPath: '/data' }] }];
  const spec = { volumes: [{ name: 'v', ephemeral: {} }], containers };
  const { metadata: owner } = await kubelet.run({ metadata: { name: 'own' }, spec });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'own', uid: owner?.uid, controller: true }];
  await aVolume((await aClaim(BOUND, { name: 'own-v', ownerReferences })).metadata?.uid);
  await kubelet.lab.advance(1_000);
  expect((await kubelet.pod('own'))?.status?.phase).toBe('Running');
  await aClaim(BOUND, { name: 'web-v' });
  expect((await kubelet.run({ metadata: { name: 'web', uid: 'web' }, spec })).status?.phase).toBe('Pending');
  expect(await failures()).toEqual([`${LATE}PVC default/web-v was not created for pod default/web (pod is not owner)`]);
});

test('a local volume must exist on the node', async () => {
  const { metadata } = await aClaim();
  await aVolume(metadata?.uid, { local: { path: '/mnt/ssd' } });
  await run();
  expect(await failures()).toEqual([
    'FailedMount: MountVolume.NewMounter initialization failed for volume "disk" : path "/mnt/ssd" does not exist',
  ]);
  kubelet.hostFiles().root.makeFolders('/mnt/ssd');
  await kubelet.lab.advance(1_000);
  expect(mounts()).toEqual([{ containerPath: '/data', hostPath: '/mnt/ssd' }]);
});

test('a network volume is unavailable', async () => {
  const { metadata } = await aClaim();
  await aVolume(metadata?.uid, { nfs: { server: 'files', path: '/' } });
  await run();
  expect(await failures()).toEqual(['FailedMount: MountVolume.SetUp failed for volume "disk" : no volume plugin matched']);
});

test('data of a provisioned volume is deleted with it, and no other data', async () => {
  const files = kubelet.hostFiles().root;
  const path = '/var/local-path-provisioner/pvc-1_default_data';
  for (const folder of [path, '/mnt/data']) files.makeFolders(folder);
  const annotations = { 'local.path.provisioner/selected-node': 'node-1' };
  await aVolume('u1', { hostPath: { path } }, annotations);
  await kubelet.lab.api.delete(resources.persistentVolumes, { name: 'disk' }, {}, REQUEST);
  await aVolume('u1', { hostPath: { path: '/mnt/data' } }, annotations);
  await kubelet.lab.api.delete(resources.persistentVolumes, { name: 'disk' }, {}, REQUEST);
  await kubelet.lab.advance(0);
  expect([files.exists(path), files.exists('/mnt/data')]).toEqual([false, true]);
});
