import { type Node, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const MESSAGE = 'Pod was terminated in response to imminent node shutdown.';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
  await kubelet.run();
  await kubelet.run({ metadata: { name: 'critical' }, spec: { priority: 2_000_000_000 } });
});

const shutDown = async (value: string | null = 'now') => {
  const body = { metadata: { annotations: { 'klockwork.dev/shutdown': value } } };
  await kubelet.lab.api.patch<Node>(resources.nodes, { name: 'node-1' }, { type: 'strategic', body }, REQUEST);
  await kubelet.lab.advance(0);
};
const ready = async () => {
  const [node] = await kubelet.list<Node>(resources.nodes);
  const condition = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  return [condition?.status, condition?.reason, condition?.message];
};

describe('a node that shuts down', () => {
  test('a node in shutdown is NotReady at once, and ends its pods, critical ones last', async () => {
    await shutDown();
    expect(await ready()).toEqual(['False', 'KubeletNotReady', 'node is shutting down']);
    const { status } = (await kubelet.pod()) ?? {};
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Terminated', message: MESSAGE });
    expect(status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: MESSAGE }),
    );
    expect((await kubelet.pod('critical'))?.status?.phase).toBe('Running');
    await kubelet.lab.advance(1_000);
    expect((await kubelet.pod('critical'))?.status?.phase).toBe('Failed');
    expect(await kubelet.events('node-1')).toEqual(
      expect.arrayContaining([
        'NodeShutdown: Shutdown manager detected shutdown event',
        'NodeNotReady: Node node-1 status is now: NodeNotReady',
      ]),
    );
  });

  test('a node with shutdown periods ends its pods when its agent stops', async () => {
    await kubelet.stop();
    kubelet.shutdown = { graceSeconds: 6, criticalSeconds: 2 };
    await kubelet.boot('node-1');
    const begun = kubelet.lab.clock.now();
    await kubelet.stop(10_000);
    expect([(await kubelet.pod())?.status?.reason, (await kubelet.pod('critical'))?.status?.reason]).toEqual(['Terminated', 'Terminated']);
    expect(await ready()).toEqual(['False', 'KubeletNotReady', 'node is shutting down']);
    const ends = kubelet.lab.api.log.events.filter(
      ({ key, object }) => key.resource === 'pods' && (object as Pod).status?.phase === 'Failed',
    );
    expect(ends.map(({ key, at }) => [key.name, at - begun])).toEqual([
      ['web', 0],
      ['critical', 1_000],
    ]);
  });

  test('a node without shutdown periods leaves its pods unchanged at a power loss', async () => {
    await kubelet.stop();
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
  });

  test('a node in shutdown admits no pod', async () => {
    await shutDown();
    const late = await kubelet.run({ metadata: { name: 'late' } });
    expect(late.status).toMatchObject({
      reason: 'NodeShutdown',
      message: 'Pod was rejected: Pod was rejected as the node is shutting down.',
    });
  });

  test('a node is Ready again after a cancelled shutdown', async () => {
    await shutDown();
    await shutDown(null);
    expect(await ready()).toEqual(['True', 'KubeletReady', 'kubelet is posting ready status']);
    expect(await kubelet.events('node-1')).toContain('NodeShutdown: Shutdown manager detected shutdown cancellation');
    await kubelet.lab.advance(30_000);
    expect((await kubelet.pod('critical'))?.status?.phase).toBe('Running');
  });
});
