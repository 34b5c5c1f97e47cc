import { type KubeObject, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const volume = { name: 'config', configMap: { name: 'settings' } };
const container = { name: 'web', image: 'nginx:1.27', volumeMounts: [{ name: 'config', mountPath: '/etc/app' }] };

describe('a pod with volumes', () => {
  let kubelet: KubeletLab;

  beforeEach(async () => {
    kubelet = new KubeletLab();
    await kubelet.boot('node-1');
  });

  function run(spec: object = {}): Promise<Pod> {
    return kubelet.run({ spec: { volumes: [volume], containers: [container], ...spec } });
  }

  async function configure(level: string): Promise<void> {
    const object = { metadata: { namespace: 'default', name: 'settings' }, data: { level } } as KubeObject;
    const isThere = (await kubelet.list(resources.configMaps)).length > 0;
    if (isThere) await kubelet.lab.api.update(resources.configMaps, object, REQUEST);
    else await kubelet.lab.api.create(resources.configMaps, object, REQUEST);
    await kubelet.lab.advance(0);
  }

  const files = () => kubelet.hostFiles().root;
  const folderOf = (pod: Pod) => `/var/lib/kubelet/pods/${pod.metadata?.uid}`;
  const eventTimes = () =>
    kubelet.lab.api.log.events
      .filter(({ key, object }) => key.resource === 'events' && (object as { reason?: string }).reason === 'FailedMount')
      .map(({ at, object }) => [at - Date.UTC(2026, 0, 1), (object as { message?: string }).message]);

  test('a pod finds its volumes at their mount paths', async () => {
    await configure('debug');
    const pod = await run();
    const hostPath = `${folderOf(pod)}/volumes/kubernetes.io~configmap/config`;
    expect(kubelet.runtime().newest('web').spec.mounts).toEqual([
      { containerPath: '/etc/app', hostPath, readOnly: true },
      { containerPath: '/etc/hosts', hostPath: `${folderOf(pod)}/etc-hosts` },
    ]);
    expect(files().read(`${hostPath}/level`)).toBe('debug');
    expect(pod.status?.phase).toBe('Running');
  });

  test("a pod awaits its volumes' sources, with growing retry delays and events", async () => {
    const pod = await run();
    expect(pod.status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    await kubelet.lab.advance(5_000);
    const failed = 'MountVolume.SetUp failed for volume "config" : configmap "settings" not found';
    expect(eventTimes()).toEqual([0, 500, 1_500, 3_500].map((at) => [at, failed]));
    await configure('debug');
    await kubelet.lab.advance(2_499);
    expect((await kubelet.pod())?.status?.phase).toBe('Pending');
    await kubelet.lab.advance(1);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
  });

  test('a pod is told about missing volumes after two minutes', async () => {
    await run();
    await kubelet.lab.advance(260_000);
    const late =
      'Unable to attach or mount volumes: unmounted volumes=[config], unattached volumes=[], failed to process volumes=[]: context deadline exceeded';
    expect(eventTimes().filter(([, message]) => message === late)).toEqual([
      [123_000, late],
      [256_000, late],
    ]);
  });

  test('a pod that waits for volumes can be deleted', async () => {
    const pod = await run();
    await kubelet.delete();
    expect(await kubelet.pod()).toBeUndefined();
    await kubelet.lab.advance(300_000);
    expect([eventTimes().length, files().exists(folderOf(pod))]).toEqual([1, false]);
  });

  test('a pod sees changed sources at the next whole minute', async () => {
    await configure('debug');
    const pod = await run();
    const level = () => files().read(`${folderOf(pod)}/volumes/kubernetes.io~configmap/config/level`);
    await kubelet.lab.advance(1_000);
    await configure('info');
    await kubelet.lab.advance(58_999);
    expect(level()).toBe('debug');
    await kubelet.lab.advance(1);
    expect(level()).toBe('info');
  });

  test('a pod keeps content of a deleted source, with an event each minute', async () => {
    await configure('debug');
    const pod = await run();
    await kubelet.lab.api.delete(resources.configMaps, { namespace: 'default', name: 'settings' }, {}, REQUEST);
    await kubelet.lab.advance(120_000);
    expect(files().read(`${folderOf(pod)}/volumes/kubernetes.io~configmap/config/level`)).toBe('debug');
    expect(eventTimes().map(([at]) => at)).toEqual([60_000, 120_000]);
  });

  test('a pod sees its changed labels at once', async () => {
    const items = [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }];
    const pod = await run({ volumes: [{ name: 'config', downwardAPI: { items } }] });
    const body = { metadata: { labels: { tier: 'front' } } };
    await kubelet.lab.api.patch(resources.pods, { namespace: 'default', name: 'web' }, { type: 'merge', body }, REQUEST);
    await kubelet.lab.advance(0);
    expect(files().read(`${folderOf(pod)}/volumes/kubernetes.io~downward-api/config/labels`)).toContain('tier="front"');
  });

  test('a shared folder survives container restarts, and ends with its pod', async () => {
    const volumes = [{ name: 'config', emptyDir: {} }];
    const pod = await run({ volumes });
    const file = `${folderOf(pod)}/volumes/kubernetes.io~empty-dir/config/page`;
    files().write(file, 'hello');
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(5_000);
    expect([kubelet.runtime().newest('web').spec.attempt, files().read(file)]).toEqual([1, 'hello']);
    await kubelet.delete();
    expect(files().exists(folderOf(pod))).toBe(false);
  });

  test('a memory volume is limited to its size, without an eviction', async () => {
    const pod = await run({ volumes: [{ name: 'config', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }] });
    const folder = `${folderOf(pod)}/volumes/kubernetes.io~empty-dir/config`;
    const mounts = () => kubelet.hostFiles().mounts.filter(({ path }) => path === folder);
    expect(() => files().write(`${folder}/page`, 'x'.repeat(1_048_577))).toThrow('No space left on device');
    files().write(`${folder}/page`, 'x'.repeat(1_048_576));
    expect(mounts()).toEqual([{ path: folder, type: 'tmpfs', readOnly: false, bytes: 1_048_576, bytesMax: 1_048_576 }]);
    await kubelet.lab.advance(20_000);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
    await kubelet.delete();
    expect([mounts(), files().exists(folderOf(pod))]).toEqual([[], false]);
  });

  test("a pod's own fields lie in memory of the node, which the pod leaves with its folder", async () => {
    const pod = await run({
      volumes: [{ name: 'config', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } }],
    });
    const folder = `${folderOf(pod)}/volumes/kubernetes.io~downward-api/config`;
    const types = () =>
      kubelet
        .hostFiles()
        .mounts.filter(({ path }) => path === folder)
        .map(({ type }) => type);
    expect([types(), files().read(`${folder}/name`)]).toEqual([['tmpfs'], 'web']);
    await kubelet.delete();
    expect([types(), files().exists(folderOf(pod))]).toEqual([[], false]);
  });

  test('a pod is evicted when a shared folder exceeds its limit', async () => {
    const pod = await run({ volumes: [{ name: 'config', emptyDir: { sizeLimit: '1Mi' } }] });
    const file = `${folderOf(pod)}/volumes/kubernetes.io~empty-dir/config/page`;
    files().write(file, 'x'.repeat(1_048_576));
    await kubelet.lab.advance(20_000);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
    files().append(file, 'x');
    await kubelet.lab.advance(10_000);
    const message = 'Usage of EmptyDir volume "config" exceeds the limit "1Mi". ';
    expect((await kubelet.pod())?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message });
    expect(await kubelet.events('web')).toContain(`Evicted: ${message}`);
  });

  test('a container with an invalid sub-path does not start', async () => {
    const volumeMounts = [{ name: 'config', mountPath: '/x', subPathExpr: '$(NONE)' }];
    const pod = await run({ volumes: [{ name: 'config', emptyDir: {} }], containers: [{ ...container, volumeMounts }] });
    const waiting = { reason: 'CreateContainerConfigError', message: 'missing value for "NONE"' };
    expect(pod.status?.containerStatuses?.[0]?.state).toEqual({ waiting });
  });
});
