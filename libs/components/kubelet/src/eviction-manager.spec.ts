import type { ContainerStats } from '@klockwork/pod-lifecycle';
import { type Node, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const LOW = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ';

let kubelet: KubeletLab;
beforeEach(() => {
  kubelet = new KubeletLab();
});

const annotate = async (available: string | null) => {
  const body = { metadata: { annotations: { 'klockwork.dev/memory-available': available } } };
  await kubelet.lab.api.patch<Node>(resources.nodes, { name: 'node-1' }, { type: 'strategic', body }, REQUEST);
  await kubelet.lab.advance(0);
};
const pressure = async () => {
  const [node] = await kubelet.list<Node>(resources.nodes);
  const condition = node?.status?.conditions?.find(({ type }) => type === 'MemoryPressure');
  return [condition?.status, condition?.reason, condition?.message];
};
/** Usage of a pod's container, in MiB. */
const using = ({ metadata }: Pod, { memory = 0, disk = 0 }): ContainerStats => ({
  ...{ id: '', podUid: metadata?.uid ?? '', name: 'web', at: 0, processes: 1 },
  cpu: { usageCoreNanoSeconds: 0, usageNanoCores: 0, throttledMs: 0 },
  memory: { workingSetBytes: memory * 2 ** 20 },
  disk: { usedBytes: disk * 2 ** 20, logBytes: 0 },
});
const workTimers = () => kubelet.lab.clock.pending().filter(({ timer }) => timer.upkeep === undefined);

describe('a node that people say is short of memory', () => {
  beforeEach(async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    await annotate('50Mi');
  });

  test('a node under annotated pressure evicts at the next tenth second, with a reason and events', async () => {
    await kubelet.lab.advance(9_999);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
    await kubelet.lab.advance(1);
    const { status } = (await kubelet.pod()) ?? {};
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: LOW });
    expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
      message: LOW,
    });
    expect(await kubelet.events('web')).toContain(`Evicted: ${LOW}`);
    expect(await kubelet.events('web')).toContain('Killing: Stopping container web');
    expect(await kubelet.events('node-1')).toContain('EvictionThresholdMet: Attempting to reclaim memory');
    expect(kubelet.runtime().sandboxes).toEqual([]);
  });

  test('an eviction names the timer as its cause', async () => {
    await kubelet.lab.advance(10_000);
    const annotated = kubelet.lab.api.log.events.findLast(({ key, cause }) => key.resource === 'nodes' && cause.trigger === 'request');
    const failed = kubelet.lab.api.log.events.find(({ object }) => (object as Node | undefined)?.status?.phase === 'Failed');
    expect(failed?.cause).toMatchObject({ timer: 'node-eviction', revision: annotated?.revision });
  });

  test('memory pressure is reported ten seconds later, rejects best-effort pods, and ends after five minutes', async () => {
    await kubelet.lab.advance(20_000);
    expect(await pressure()).toEqual(['True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available']);
    expect(await kubelet.events('node-1')).toContain('NodeHasInsufficientMemory: Node node-1 status is now: NodeHasInsufficientMemory');
    const late = await kubelet.run({ metadata: { name: 'late' } });
    expect(late.status).toMatchObject({ reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' });
    await annotate(null);
    await kubelet.lab.advance(300_000);
    expect((await pressure())[0]).toBe('True');
    await kubelet.lab.advance(10_000);
    expect((await pressure())[0]).toBe('False');
    expect(workTimers()).toEqual([]);
  });
});

test("a node evicts pods one by one, each after its predecessor's end", async () => {
  await kubelet.boot('node-1');
  for (const name of ['a', 'b']) await kubelet.run({ metadata: { name } });
  await annotate('50Mi');
  await kubelet.lab.advance(10_000);
  const phases = async () => [(await kubelet.pod('a'))?.status?.phase, (await kubelet.pod('b'))?.status?.phase];
  expect((await phases()).sort()).toEqual(['Failed', 'Running']);
  await kubelet.lab.advance(1_000);
  expect(await phases()).toEqual(['Failed', 'Failed']);
});

test('a node with too little memory evicts until enough is free', async () => {
  await kubelet.boot('node-1');
  const [modest, leak] = [await kubelet.run({ metadata: { name: 'modest' } }), await kubelet.run({ metadata: { name: 'leak' } })];
  kubelet.runtime().usage = [using(modest, { memory: 100 }), using(leak, { memory: 8_000 })];
  expect(workTimers()).toEqual([]);
  await kubelet.lab.advance(30_000);
  expect((await kubelet.pod('leak'))?.status?.message).toBe(
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 92Mi. ' +
      'Container web was using 8000Mi, request is 0, has larger consumption of memory. ',
  );
  expect((await kubelet.pod('modest'))?.status?.phase).toBe('Running');
});

test('a node with too little disk deletes unused images, and then evicts', async () => {
  await kubelet.boot('node-1');
  const DISK_MIB = Math.floor(61_202_244 / 1_024);
  const writer = await kubelet.run({ metadata: { name: 'writer' } });
  await kubelet.runtime().pullImage('unused');
  kubelet.runtime().usage = [using(writer, { disk: 0 })];
  await kubelet.lab.advance(600_000);
  expect(kubelet.runtime().hasImage('unused')).toBeDefined();
  kubelet.runtime().usage = [using(writer, { disk: DISK_MIB })];
  await kubelet.lab.advance(10_000);
  expect(kubelet.runtime().hasImage('unused')).toBeUndefined();
  expect((await kubelet.pod('writer'))?.status).toMatchObject({
    reason: 'Evicted',
    message: expect.stringMatching(
      /^The node was low on resource: ephemeral-storage. Threshold quantity: .*Container web was using 59767Mi, request is 0, has/,
    ),
  });
});

test('a pod above its storage limit is evicted from a node with room', async () => {
  await kubelet.boot('node-1');
  const resources = { limits: { 'ephemeral-storage': '10Mi' } };
  const pod = await kubelet.run({ spec: { containers: [{ name: 'web', image: 'nginx', resources }] } });
  kubelet.runtime().usage = [using(pod, { disk: 11 })];
  await kubelet.lab.advance(20_000);
  const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. ';
  expect((await kubelet.pod())?.status).toMatchObject({ reason: 'Evicted', message });
  expect(await kubelet.events('node-1')).not.toContain('EvictionThresholdMet: Attempting to reclaim ephemeral-storage');
});
