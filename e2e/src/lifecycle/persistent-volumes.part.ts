import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const apply = async (...items: object[]) => {
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await advance('2s');
};

type Size = { storage: string };
const claim = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } satisfies Size }, ...spec },
});

const pod = (name: string, claimName: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    volumes: [{ name: 'storage', persistentVolumeClaim: { claimName } }],
    containers: [{ name: 'web', image: 'nginx:1.27', volumeMounts: [{ name: 'storage', mountPath: '/usr/share/nginx/html' }] }],
    ...spec,
  },
});

const sh = async (name: string, command: string) => (await lab.try(['exec', name, '--', 'sh', '-c', command])).stdout;

/** Row cells of given columns. */
async function cells(what: string, columns: string): Promise<string> {
  return (await lab.kubectl(`get ${what} --no-headers -o custom-columns=${columns}`)).trim().replace(/\s+/g, ' ');
}
const phase = (what: string) => cells(what, 'PHASE:.status.phase');

/** Events about an object, oldest first. */
async function events(name: string): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  return (items as { reason: string; message: string }[]).map(({ reason, message }) => `${reason} ${message}`);
}

describe('a volume that an administrator made', () => {
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'task-pv-volume', labels: { type: 'local' } },
    spec: { storageClassName: 'manual', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/mnt/data' } },
  };

  test('a volume created by an administrator is bound to a matching claim, and a web server serves its files', async () => {
    await apply(volume);
    expect(await phase('pv/task-pv-volume')).toBe('Available');
    await apply(claim('task-pv-claim', '3Gi', { storageClassName: 'manual' }));
    expect(await lab.kubectl('get pv,pvc --no-headers')).toMatch(
      /task-pv-volume +10Gi +RWO +Retain +Bound +persistent-volumes\/task-pv-claim +manual +<unset> +\d+s\s+persistentvolumeclaim\/task-pv-claim +Bound +task-pv-volume +10Gi +RWO +manual/,
    );
    await apply(pod('task-pv-pod', 'task-pv-claim', { nodeName: 'node-1' }));
    await sh('task-pv-pod', 'echo Hello from Kubernetes storage > /usr/share/nginx/html/index.html');
    await lab.kubectl('delete pod task-pv-pod --force --grace-period=0');
    await apply(pod('task-pv-pod', 'task-pv-claim', { nodeName: 'node-1' }));
    expect(await sh('task-pv-pod', 'cat /usr/share/nginx/html/index.html')).toBe('Hello from Kubernetes storage\n');
  });

  test("a volume created by an administrator is released and kept after its claim's deletion, and never bound again", async () => {
    await lab.kubectl('delete pod task-pv-pod --force --grace-period=0');
    await advance('1s');
    await lab.kubectl('delete pvc task-pv-claim --wait=false');
    await apply(claim('late', '3Gi', { storageClassName: 'manual' }));
    expect([await phase('pv/task-pv-volume'), await phase('pvc/late')]).toEqual(['Released', 'Pending']);
    expect(await events('late')).toEqual(['ProvisioningFailed storageclass.storage.k8s.io "manual" not found']);
  });
});

describe('a claim of the default class', () => {
  test("a claim of the default class waits for its first pod, then gets a volume on that pod's node", async () => {
    await apply(claim('data', '1Gi'));
    expect(await cells('pvc/data', 'C:.spec.storageClassName,P:.status.phase')).toBe('standard Pending');
    await apply(pod('web', 'data'));
    const node = await cells('pod/web', 'N:.spec.nodeName');
    const name = await cells('pvc/data', 'V:.spec.volumeName');
    expect(await phase('pod/web')).toBe('Running');
    expect(await cells(`pv/${name}`, 'C:.spec.capacity.storage,P:.spec.persistentVolumeReclaimPolicy,S:.status.phase')).toBe(
      '1Gi Delete Bound',
    );
    expect(await lab.kubectl(`describe pv ${name}`)).toContain(`kubernetes.io/hostname in [${node}]`);
    expect((await events('data')).map((text) => text.split(' ')[0]).sort()).toEqual([
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
      'WaitForFirstConsumer',
      'WaitForPodScheduled',
    ]);
    await sh('web', 'echo kept > /usr/share/nginx/html/file');
  });

  test('a volume attracts the next pod to its node, and prevents it on other nodes', async () => {
    const node = await cells('pod/web', 'N:.spec.nodeName');
    await lab.kubectl('delete pod web --force --grace-period=0');
    await apply(pod('web', 'data'));
    expect([await cells('pod/web', 'N:.spec.nodeName'), await sh('web', 'cat /usr/share/nginx/html/file')]).toEqual([node, 'kept\n']);
    const other = ['node-1', 'node-2', 'node-3'].find((name) => name !== node);
    await apply(pod('elsewhere', 'data', { nodeSelector: { 'kubernetes.io/hostname': other } }));
    expect((await events('elsewhere'))[0]).toMatch(
      /^FailedScheduling 0\/3 nodes are available: 1 node\(s\) didn't match PersistentVolume's node affinity, 2 node\(s\) didn't match Pod's node affinity\/selector\./,
    );
    await lab.kubectl('delete pod elsewhere --force --grace-period=0');
  });

  test('a deleted claim stays while a pod uses it, then its volume is deleted too', async () => {
    const name = await cells('pvc/data', 'V:.spec.volumeName');
    await lab.kubectl('delete pvc data --wait=false');
    await advance('1s');
    expect(await lab.kubectl('get pvc data --no-headers')).toMatch(/^data +Terminating/);
    await lab.kubectl('delete pod web --force --grace-period=0');
    await advance('1s');
    expect(await lab.kubectl('get pvc data --ignore-not-found')).toBe('');
    expect(await lab.kubectl(`get pv ${name} --ignore-not-found`)).toBe('');
  });

  test('a claim grows where its class permits, and never shrinks', async () => {
    const provisioner = 'rancher.io/local-path';
    const metadata = { name: 'growing' };
    const late = { provisioner, volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true };
    await apply({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, ...late });
    await apply(claim('logs', '1Gi', { storageClassName: 'growing' }), pod('logger', 'logs'));
    const resize = (storage: string) => apply(claim('logs', storage, { storageClassName: 'growing' }));
    await resize('2Gi');
    expect(await cells('pvc/logs', 'C:.status.capacity.storage')).toBe('2Gi');
    await expect(resize('1Gi')).rejects.toThrow('spec.resources.requests.storage: Forbidden: field can not be less than status.capacity');
  });
});

describe('a pod', () => {
  test('a pod waits for its missing claim', async () => {
    await apply(pod('early', 'missing'));
    expect(await events('early')).toEqual([
      'FailedScheduling 0/3 nodes are available: persistentvolumeclaim "missing" not found. not found',
    ]);
    await apply(claim('missing', '1Gi'));
    expect(await phase('pod/early')).toBe('Running');
  });

  test('a pod with an unbound claim waits for a volume', async () => {
    await apply(claim('unbound', '1Gi', { storageClassName: '' }), pod('waiting', 'unbound'));
    expect(await events('waiting')).toEqual([
      'FailedScheduling 0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    ]);
    expect(await events('unbound')).toEqual(['FailedBinding no persistent volumes available for this claim and no storage class is set']);
  });

  test('a pod has exclusive use of a claim with mode ReadWriteOncePod', async () => {
    await apply(claim('alone', '1Gi', { accessModes: ['ReadWriteOncePod'] }), pod('first', 'alone'));
    await apply(pod('second', 'alone'));
    expect([await phase('pod/first'), await phase('pod/second')]).toEqual(['Running', 'Pending']);
    expect((await events('second'))[0]).toContain(
      'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
    );
    await lab.kubectl('delete pod first --force --grace-period=0');
    await advance('2s');
    expect(await phase('pod/second')).toBe('Running');
  });

  test('a pod with an ephemeral volume gets its own claim, deleted with the pod', async () => {
    const volumeClaimTemplate = { spec: claim('', '1Gi').spec };
    await apply(pod('scratch', '', { volumes: [{ name: 'storage', ephemeral: { volumeClaimTemplate } }] }));
    expect([await phase('pod/scratch'), await phase('pvc/scratch-storage')]).toEqual(['Running', 'Bound']);
    await lab.kubectl('delete pod scratch --force --grace-period=0');
    await advance('2s');
    expect(await lab.kubectl('get pvc scratch-storage --ignore-not-found')).toBe('');
  });
});
