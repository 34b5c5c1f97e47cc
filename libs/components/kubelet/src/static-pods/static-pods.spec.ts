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
  test('runs, and the API has a copy of it that belongs to the node', async () => {
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

  test('is restarted by its node when it ends', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
    expect((await mirror()).status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 1 }] });
  });

  test('goes on when its copy is deleted, and another copy is made at once', async () => {
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

  test('ends when its manifest is removed, and its copy goes when it has ended', async () => {
    await kubelet.boot('node-1');
    await kubelet.manifest(PATH, web());
    expect(running()).toHaveLength(1);
    await kubelet.manifest(PATH);
    expect(running()).toEqual([]);
    expect(await mirror()).toBeUndefined();
    expect(kubelet.runtime().sandboxes).toEqual([]);
    expect(await kubelet.events('web-node-1')).toContain('Killing: Stopping container web');
  });

  test('is replaced when its manifest changes', async () => {
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

  test('runs without an API, and is shown when there is one', async () => {
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

  test('is started again from its manifest when the node was rebooted, and remembers its restarts', async () => {
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

  test('leaves nothing in the API when its manifest was removed while the node was off', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    await kubelet.stop();
    await kubelet.manifest(PATH);
    await kubelet.boot('node-1');
    expect(await mirror()).toBeUndefined();
    expect(running()).toEqual([]);
  });

  test('is shown later when the API refuses its copy', async () => {
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

  test('tells its log to those who ask for that of its copy', async () => {
    await kubelet.manifest(PATH, web());
    await kubelet.boot('node-1');
    kubelet.runtime().write('web', 'hello');
    expect(await kubelet.logs({ pod: 'web-node-1' })).toMatchObject({ lines: [{ text: 'hello' }] });
  });
});

test('a manifest that makes no sense is passed over', async () => {
  await kubelet.manifest('/manifests/bad.yaml', { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'bad' } });
  await kubelet.manifest(PATH, web());
  await kubelet.boot('node-1');
  expect((await kubelet.list<Pod>(resources.pods)).map(({ metadata }) => metadata?.name)).toEqual(['web-node-1']);
});

test('a copy that somebody else made of no pod is removed', async () => {
  await kubelet.boot('node-1');
  const pod = await kubelet.run({ metadata: { name: 'copy', annotations: { 'kubernetes.io/config.mirror': 'x' } } });
  expect(pod).toBeUndefined();
});
