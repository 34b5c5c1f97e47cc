import type { Pod } from '@klockwork/kubernetes-types';
import { aPod } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import { decideEviction, type EvictionView, NO_EVICTIONS } from './decide-eviction.ts';
import type { NodeUsage } from './node-usage.ts';
import { observe } from './observe.ts';
import { thresholdsOf } from './threshold.ts';

const MINUTE = 60_000;
const MI = 2 ** 20;
const GI = 2 ** 30;
const capacity = { memory: '8Gi', 'ephemeral-storage': '100Gi' };

const pod = (name: string, more: { priority?: number; memory?: string } = {}): Pod =>
  aPod({
    metadata: { name, uid: name },
    spec: {
      priority: more.priority ?? 0,
      containers: [{ name: 'app', image: 'busybox', resources: { requests: more.memory === undefined ? {} : { memory: more.memory } } }],
    },
  });
/** Memory use of each pod's only container, MiB. */
const using = (mebibytes: Record<string, number>): NodeUsage => ({
  imageBytes: 0,
  podUsage: (uid) => {
    const memory = mebibytes[uid];
    if (memory === undefined) return undefined;
    return { containers: [{ name: 'app', memoryBytes: memory * MI, diskBytes: memory * MI, processes: memory }], volumeBytes: 0 };
  },
});

const view = (more: Partial<EvictionView> & { said?: Record<string, string> } = {}): EvictionView => {
  const { said, ...rest } = more;
  const pods = more.pods ?? [];
  const usage = more.usage ?? using({});
  const observations = observe({ annotations: said, capacity }, pods, usage);
  return { state: NO_EVICTIONS, now: 0, thresholds: thresholdsOf({}), observations, pods, usage, ...rest };
};
const LOW = { 'klockwork.dev/memory-available': '50Mi' };

describe('a node that runs short of memory', () => {
  test("a node short of memory sets its condition and evicts the pod furthest above its request, with upstream's message", () => {
    const pods = [pod('frugal', { memory: '1Gi' }), pod('greedy', { memory: '100Mi' }), pod('small')];
    const decision = decideEviction(view({ said: LOW, pods, usage: using({ frugal: 900, greedy: 600, small: 20 }) }));
    expect(decision).toMatchObject({ pressure: ['MemoryPressure'], reclaim: 'memory', evict: { graceSeconds: 1 } });
    expect(decision.evict?.pod.metadata?.name).toBe('greedy');
    expect(decision.evict?.message).toBe(
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ' +
        'Container app was using 600Mi, request is 100Mi, has larger consumption of memory. ',
    );
  });

  test('a node whose pods use more than its memory has none available', () => {
    const decision = decideEviction(view({ pods: [pod('greedy')], usage: using({ greedy: 9_000 }) }));
    expect(decision.evict?.message).toMatch(/^The node was low on resource: memory. Threshold quantity: 100Mi, available: 0. /);
  });

  test('a node short of memory evicts the least important pod above its request', () => {
    const pods = [pod('dear', { priority: 10 }), pod('cheap')];
    expect(decideEviction(view({ said: LOW, pods, usage: using({ dear: 900, cheap: 1 }) })).evict?.pod.metadata?.name).toBe('cheap');
  });

  test('a node short of memory keeps critical pods', () => {
    const pods = [pod('system', { priority: 2_000_001_000 })];
    expect(decideEviction(view({ said: LOW, pods }))).toMatchObject({ reclaim: 'memory', pressure: ['MemoryPressure'] });
    expect(decideEviction(view({ said: LOW, pods })).evict).toBeUndefined();
  });

  test("a node is short of memory by its pods' use, unless overridden by annotation", () => {
    const pods = [pod('leak')];
    expect(decideEviction(view({ pods, usage: using({ leak: 8_092 }) })).evict).toBeUndefined();
    expect(decideEviction(view({ pods, usage: using({ leak: 8_093 }) })).evict?.message).toContain('available: 99Mi. ');
  });

  test('a pressure condition stays for five minutes after the last pressure', () => {
    const short = decideEviction(view({ said: LOW, now: MINUTE }));
    const better = decideEviction(view({ state: short.state, now: 2 * MINUTE }));
    expect(better).toMatchObject({ pressure: ['MemoryPressure'], lookAt: 6 * MINUTE });
    expect(better.reclaim).toBeUndefined();
    expect(decideEviction(view({ state: better.state, now: 6 * MINUTE }))).toMatchObject({ pressure: [] });
  });
});

describe('other shortages', () => {
  test('disk thresholds are shares of the capacity', () => {
    const { pressure, evict } = decideEviction(view({ said: { 'klockwork.dev/disk-available': '9%' }, pods: [pod('web')] }));
    expect(pressure).toEqual(['DiskPressure']);
    expect(evict?.message).toBe('The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 9Gi. ');
  });

  test('images and container files share one disk', () => {
    const pods = [pod('writer')];
    const written = { name: 'app', memoryBytes: 0, diskBytes: 60 * GI, processes: 1 };
    const usage = { imageBytes: 26 * GI, podUsage: () => ({ containers: [written], volumeBytes: 0 }) };
    expect(decideEviction(view({ pods, usage })).evict?.message).toBe(
      'The node was low on resource: ephemeral-storage. Threshold quantity: 15Gi, available: 14Gi. ' +
        'Container app was using 60Gi, request is 0, has larger consumption of ephemeral-storage. ',
    );
  });

  test('the process count is watched when configured', () => {
    const thresholds = thresholdsOf({ hard: 'pid.available<1k' });
    const said = { 'klockwork.dev/pids-available': '10' };
    expect(decideEviction(view({ said, pods: [pod('web')] })).pressure).toEqual([]);
    const { pressure, evict } = decideEviction(
      view({ said, thresholds, pods: [pod('few'), pod('many')], usage: using({ few: 1, many: 9 }) }),
    );
    expect(pressure).toEqual(['PIDPressure']);
    expect(evict?.message).toBe('The node was low on resource: pids. Threshold quantity: 1k, available: 10. ');
    expect(evict?.pod.metadata?.name).toBe('many');
  });

  test('memory is reclaimed before other resources', () => {
    const said = { ...LOW, 'klockwork.dev/disk-available': '1Gi' };
    expect(decideEviction(view({ said }))).toMatchObject({ pressure: ['MemoryPressure', 'DiskPressure'], reclaim: 'memory' });
  });
});

test('a soft threshold evicts after its grace period, and counts anew when it was not met in between', () => {
  const thresholds = thresholdsOf({ soft: 'memory.available<300Mi', softGracePeriod: 'memory.available=1m30s' });
  const look = (now: number, available: string, state = NO_EVICTIONS) =>
    decideEviction(view({ thresholds, now, state, pods: [pod('web')], said: { 'klockwork.dev/memory-available': available } }));
  const first = look(0, '200Mi');
  expect(first).toMatchObject({ pressure: ['MemoryPressure'], lookAt: 90_000 });
  expect(first.evict).toBeUndefined();
  expect(look(90_000, '200Mi', first.state).evict).toMatchObject({ graceSeconds: 0 });
  const relieved = look(60_000, '400Mi', first.state);
  expect(look(90_000, '200Mi', relieved.state).evict).toBeUndefined();
});
