import { ApiError } from '@klockwork/kernel';
import { type Node, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';

const PATH = '/manifests/web.yaml';
const web = (image = 'nginx:1.27') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image }] },
});
const away = () => {
  throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
};

let kubelet: KubeletLab;
beforeEach(() => {
  kubelet = new KubeletLab();
});
const mirror = async () => (await kubelet.pod('web-node-1')) as Pod;
const running = () =>
  kubelet
    .runtime()
    .reports()
    .filter(({ state }) => state === 'running');

describe('a pod whose manifest is in the folder of its node', () => {
  test('a static pod runs, and the API has a mirror owned by the node', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    const [node] = await kubelet.list<Node>(resources.nodes);
    const { metadata, spec, status } = await mirror();
    const hash = metadata?.annotations?.['kubernetes.io/config.hash'];
    expect(metadata?.uid).not.toBe(hash);
    expect(metadata?.annotations).toEqual({
      'kubernetes.io/config.hash': hash,
      'kubernetes.io/config.mirror': hash,
      'kubernetes.io/config.seen': expect.stringMatching(/^\d{4}-.*Z$/),
      'kubernetes.io/config.source': 'file',
    });
    expect(metadata?.ownerReferences).toEqual([
      { apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: node?.metadata?.uid, controller: true },
    ]);
    expect(spec).toMatchObject({ nodeName: 'node-1', tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] });
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.244.1.1', containerStatuses: [{ ready: true, restartCount: 0 }] });
    expect(kubelet.runtime().sandboxes).toHaveLength(1);
    expect(await kubelet.events('web-node-1')).toContain('Started: Container started');
  });

  test('an exited static pod is restarted by its node', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
    expect((await mirror()).status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 1 }] });
  });

  test('a static pod continues after the deletion of its mirror, which is recreated at once', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    const before = await mirror();
    await kubelet.delete('web-node-1');
    const after = await mirror();
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(after.metadata?.deletionTimestamp).toBeUndefined();
    expect(after.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 0 }] });
    await kubelet.delete('web-node-1', 0);
    expect((await mirror()).status?.phase).toBe('Running');
    expect(kubelet.runtime().sandboxes).toHaveLength(1);
  });

  test('a static pod ends with its manifest, and its mirror disappears afterwards', async () => {
    await kubelet.boot('node-1');
    await kubelet.manifest(PATH, web());
    expect(running()).toHaveLength(1);
    await kubelet.manifest(PATH);
    expect(running()).toEqual([]);
    expect(await mirror()).toBeUndefined();
    expect(kubelet.runtime().sandboxes).toEqual([]);
    expect(await kubelet.events('web-node-1')).toContain('Killing: Stopping container web');
  });

  test('a changed manifest replaces the static pod', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    const before = await mirror();
    await kubelet.manifest(PATH, web('nginx:1.28'));
    const after = await mirror();
    expect(after.metadata?.annotations?.['kubernetes.io/config.hash']).not.toBe(
      before.metadata?.annotations?.['kubernetes.io/config.hash'],
    );
    expect(after.status).toMatchObject({ phase: 'Running', containerStatuses: [{ image: 'nginx:1.28', restartCount: 0 }] });
    expect(running()).toHaveLength(1);
  });

  test('a static pod runs without an API, and is mirrored later', async () => {
    kubelet.lab.api.refuse = away;
    await kubelet.manifest(PATH, web());
    const booting = kubelet.boot('node-1');
    await kubelet.lab.advance(100);
    expect(running()).toHaveLength(1);
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(5_000);
    expect(running()).toHaveLength(1);
    kubelet.lab.api.refuse = () => {};
    await kubelet.lab.advance(10_000);
    await booting;
    expect((await mirror()).status).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 1 }] });
  });

  test('a static pod restarts after a reboot, with its restart count', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    const before = await mirror();
    await kubelet.stop();
    await kubelet.boot('node-1');
    const after = await mirror();
    expect(after.metadata?.uid).toBe(before.metadata?.uid);
    expect(after.status?.containerStatuses?.[0]).toMatchObject({
      ready: true,
      restartCount: 1,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
    });
  });

  test('a manifest removed during a power-off leaves no mirror behind', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    await kubelet.stop();
    await kubelet.manifest(PATH);
    await kubelet.boot('node-1');
    expect(await mirror()).toBeUndefined();
    expect(running()).toEqual([]);
  });

  test('a refused mirror is created later', async () => {
    await kubelet.boot('node-1');
    kubelet.lab.api.refuse = (verb, resource) => {
      if (verb === 'create' && resource.resource === 'pods') away();
    };
    await kubelet.manifest(PATH, web());
    expect(running()).toHaveLength(1);
    expect(await mirror()).toBeUndefined();
    kubelet.lab.api.refuse = () => {};
    await kubelet.lab.advance(10_000);
    expect((await mirror()).status?.phase).toBe('Running');
  });

  test('the log of a static pod is served for its mirror', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    kubelet.runtime().write('web', 'hello');
    expect(await kubelet.logs({ pod: 'web-node-1' })).toMatchObject({ lines: [{ text: 'hello' }] });
  });
});

test('an invalid manifest is skipped', async () => {
  await kubelet.manifest('/manifests/bad.yaml', { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'bad' } });
  await kubelet.manifest(PATH, web());
  await kubelet.boot('node-1');
  expect((await kubelet.list<Pod>(resources.pods)).map(({ metadata }) => metadata?.name)).toEqual(['web-node-1']);
});

test('a foreign mirror without a static pod is deleted', async () => {
  await kubelet.boot('node-1');
  const pod = await kubelet.run({ metadata: { name: 'copy', annotations: { 'kubernetes.io/config.mirror': 'x' } } });
  expect(pod).toBeUndefined();
});
