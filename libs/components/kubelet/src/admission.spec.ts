import { type Node, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

const askingFor = (name: string, cpu: string) =>
  kubelet.run({ metadata: { name }, spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu } } }] } });

describe('a pod that its node does not let in', () => {
  test('a rejected pod fails with status and event, and never runs', async () => {
    const pod = await kubelet.run({ spec: { nodeSelector: { disk: 'ssd' } } });
    expect(pod.status).toEqual({
      observedGeneration: pod.metadata?.generation,
      phase: 'Failed',
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
      startTime: '2026-01-01T00:00:00Z',
      qosClass: 'BestEffort',
    });
    expect(await kubelet.events('web')).toEqual([
      "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ]);
    expect(kubelet.runtime().sandboxes).toEqual([]);
  });

  test('a pod is judged beside running pods, until they are gone', async () => {
    await askingFor('first', '3');
    expect((await askingFor('second', '1500m')).status).toMatchObject({
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 1500, used: 3000, capacity: 4000",
    });
    await kubelet.delete('first');
    expect((await askingFor('third', '1500m')).status?.phase).toBe('Running');
  });

  test('a rejected pod takes no room, and disappears when deleted', async () => {
    expect((await askingFor('greedy', '5')).status?.reason).toBe('OutOfcpu');
    expect((await askingFor('modest', '4')).status?.phase).toBe('Running');
    await kubelet.delete('greedy');
    expect(await kubelet.pod('greedy')).toBeUndefined();
  });

  test('a rejected pod stays rejected after a reboot, and disappears when deleted then', async () => {
    const before = await askingFor('greedy', '5');
    await kubelet.stop();
    await kubelet.boot('node-1');
    expect((await kubelet.pod('greedy'))?.status).toEqual(before.status);
    await kubelet.delete('greedy');
    expect(await kubelet.pod('greedy')).toBeUndefined();
  });
});

describe('a critical pod on a full node', () => {
  const critical = (name: string) => ({
    metadata: { name },
    spec: { priority: 2_000_001_000, containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '2' } } }] },
  });

  test('a critical pod is admitted after others ended for it, and their room stays reserved', async () => {
    await askingFor('victim', '3');
    await kubelet.run(critical('critical') as never);
    await askingFor('late', '2');
    for (let second = 0; second < 40; second++) await kubelet.lab.advance(1_000);
    const { status } = (await kubelet.pod('victim')) ?? {};
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Preempting', message: 'Preempted in order to admit critical pod' });
    expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
      message: 'Pod was preempted by Kubelet to accommodate a critical pod.',
    });
    expect(await kubelet.events('victim')).toContain('Preempting: Preempted in order to admit critical pod');
    expect((await kubelet.pod('critical'))?.status?.phase).toBe('Running');
    expect((await kubelet.pod('late'))?.status?.phase).toBe('Running');
    expect((await askingFor('later', '1')).status?.reason).toBe('OutOfcpu');
  });
});

test('a label set by others counts, also right after a reboot', async () => {
  const label = { metadata: { labels: { disk: 'ssd' } } };
  await kubelet.lab.api.patch<Node>(resources.nodes, { name: 'node-1' }, { type: 'strategic', body: label }, REQUEST);
  await kubelet.lab.advance(0);
  expect((await kubelet.run({ spec: { nodeSelector: { disk: 'ssd' } } })).status?.phase).toBe('Running');
  await kubelet.stop();
  await kubelet.boot('node-1');
  expect((await kubelet.pod())?.status?.phase).toBe('Running');
});
