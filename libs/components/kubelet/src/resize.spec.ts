import { type KubeObject, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const of = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
const summary = (what: object, generation: number, error?: string) =>
  JSON.stringify({
    containers: [{ name: 'web', resources: what }],
    generation,
    ...(error !== undefined && { error }),
  });
const ordered = (cpu: string, memory: string) => ({ limits: { cpu, memory }, requests: { cpu, memory } });

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

const run = (cpu: string, memory: string, name = 'web', spec: object = {}) =>
  kubelet.run({
    metadata: { name, generation: 1 },
    spec: { ...spec, containers: [{ name: 'web', image: 'nginx:1.27', resources: of(cpu, memory), ...spec }] } as never,
  });
/** Requests other resources, like the `resize` subresource. */
async function resize(cpu: string, memory: string, generation = 2): Promise<void> {
  const pod = (await kubelet.pod()) as Pod;
  const [container] = pod.spec?.containers ?? [];
  const spec = { ...pod.spec, containers: [{ ...container, resources: of(cpu, memory) }] };
  const changed = { ...pod, metadata: { ...pod.metadata, generation }, spec } as KubeObject;
  await kubelet.lab.api.update(resources.pods, changed, REQUEST);
  await kubelet.lab.advance(0);
}
async function shown() {
  const { status } = (await kubelet.pod()) ?? {};
  const [container] = (status?.containerStatuses ?? []) as { restartCount: number; resources?: object; allocatedResources?: object }[];
  const conditions = (status?.conditions ?? []).filter(({ type }) => type.startsWith('PodResize'));
  return {
    has: container?.resources,
    granted: container?.allocatedResources,
    restarts: container?.restartCount,
    conditions: conditions.map(({ type, reason, message }) => [type, reason, message]),
  };
}
const told = async (name = 'web') => (await kubelet.events(name)).filter((event) => event.startsWith('Resize'));

describe('a pod that asks for other resources', () => {
  test('a running container receives new resources', async () => {
    await run('1', '1Gi');
    await resize('2', '2Gi');
    expect(await shown()).toEqual({
      has: of('2', '2Gi'),
      granted: { cpu: '2', memory: '2Gi' },
      restarts: 0,
      conditions: [],
    });
    expect(kubelet.runtime().limits.get('web')).toEqual({ cpuRequestMilli: 2000, cpuMilli: 2000, memoryBytes: 2 ** 31 });
    expect(await told()).toEqual([
      `ResizeStarted: Pod resize started: ${summary(ordered('2', '2Gi'), 2)}`,
      `ResizeCompleted: Pod resize completed: ${summary(ordered('2', '2Gi'), 2)}`,
    ]);
  });

  test('a container restarts for new resources, by policy', async () => {
    await run('1', '1Gi', 'web', { resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] });
    await resize('2', '1Gi');
    expect((await shown()).restarts).toBe(0);
    await resize('2', '2Gi', 3);
    expect(await shown()).toEqual({ has: of('2', '2Gi'), granted: { cpu: '2', memory: '2Gi' }, restarts: 1, conditions: [] });
    expect(kubelet.runtime().newest('web').spec.limits).toEqual({ cpuRequestMilli: 2000, cpuMilli: 2000, memoryBytes: 2 ** 31 });
    expect(await kubelet.events('web')).toContain('Killing: Container web resize requires restart');
    expect((await told()).at(-1)).toBe(`ResizeCompleted: Pod resize completed: ${summary(ordered('2', '2Gi'), 3)}`);
  });

  test('a resize waits for room', async () => {
    await run('1', '1Gi');
    await run('2', '1Gi', 'other');
    await resize('3', '1Gi');
    const message = "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000";
    expect(await shown()).toEqual({
      has: of('1', '1Gi'),
      granted: { cpu: '1', memory: '1Gi' },
      restarts: 0,
      conditions: [['PodResizePending', 'Deferred', message]],
    });
    expect(await told()).toEqual([`ResizeDeferred: Pod resize Deferred: ${summary(ordered('3', '1Gi'), 2, message)}`]);
    await kubelet.delete('other');
    expect(await shown()).toMatchObject({ has: of('3', '1Gi'), conditions: [] });
  });

  test('an infeasible resize is reported', async () => {
    await run('1', '1Gi');
    await resize('5', '1Gi');
    const message = "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000";
    expect(await shown()).toMatchObject({ has: of('1', '1Gi'), conditions: [['PodResizePending', 'Infeasible', message]] });
    await resize('1', '1Gi', 3);
    expect((await shown()).conditions).toEqual([]);
    expect(await told()).toEqual([`ResizeInfeasible: Pod resize Infeasible: ${summary(ordered('5', '1Gi'), 2, message)}`]);
  });

  test('a resize preserves used memory', async () => {
    await run('1', '2Gi');
    const { report } = kubelet.runtime().newest('web');
    const uid = (await kubelet.pod())?.metadata?.uid ?? '';
    const using = (workingSetBytes: number) =>
      [
        { id: report.id, podUid: uid, name: 'web', memory: { workingSetBytes }, disk: { usedBytes: 0, logBytes: 0 }, processes: 1 },
      ] as never;
    kubelet.runtime().usage = using(2 ** 30 + 1);
    await resize('1', '1Gi');
    const message = `cannot decrease memory limits: [attempting to set pod memory limit (1073741824) below current usage (1073741825), attempting to set container "web" memory limit (1073741824) below current usage (1073741825)]`;
    expect(await shown()).toMatchObject({
      has: of('1', '2Gi'),
      granted: { memory: '1Gi' },
      conditions: [['PodResizeInProgress', 'Error', message]],
    });
    expect((await told()).at(-1)).toBe(`ResizeError: Pod resize error: ${summary(ordered('1', '1Gi'), 2, message)}`);
    kubelet.runtime().usage = using(2 ** 29);
    await kubelet.lab.advance(10_000);
    expect(await shown()).toMatchObject({ has: of('1', '1Gi'), conditions: [] });
  });

  test('a pending resize stays pending after a reboot', async () => {
    await run('1', '1Gi');
    await run('2', '1Gi', 'other');
    await resize('3', '1Gi');
    await kubelet.stop();
    await kubelet.boot('node-1');
    expect(await shown()).toMatchObject({
      granted: { cpu: '1', memory: '1Gi' },
      conditions: [['PodResizePending', 'Deferred', expect.anything()]],
    });
  });
});
