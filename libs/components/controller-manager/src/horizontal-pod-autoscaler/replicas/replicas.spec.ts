import type { Pod } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { averageMeasure, utilizationMeasure } from './measures.ts';
import { requestsByPod } from './pod-requests.ts';
import { replicasByPods } from './replicas-by-pods.ts';
import { replicasByShare, replicasByValue } from './replicas-by-total.ts';
import { isWithin } from './tolerances.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const TOLERANCES = { scaleDown: 0.1, scaleUp: 0.1 };

/** Pod by a word: `ready`, `unready`, `hot` (ready, but in its start), `failed`, `pending`, `deleted`. */
function pod(index: number, state: string, requests: string): Pod {
  const startedAt = NOW - (state === 'hot' ? 30_000 : 3_600_000);
  const turnedAt = startedAt + (state === 'hot' ? 29_000 : 20_000);
  const phase = state === 'failed' ? 'Failed' : state === 'pending' ? 'Pending' : 'Running';
  const container = (name: string) => ({ name, image: 'web', resources: { requests: { cpu: requests } } });
  return {
    metadata: { name: `pod-${index}`, ...(state === 'deleted' && { deletionTimestamp: '2026-01-01T11:00:00Z' }) },
    spec: { containers: [container('app'), container('log')] },
    status: {
      phase,
      startTime: new Date(startedAt).toISOString(),
      conditions: [
        {
          type: 'Ready',
          status: ['unready', 'failed', 'pending'].includes(state) ? 'False' : 'True',
          lastTransitionTime: new Date(turnedAt).toISOString(),
        },
      ],
    },
  } as Pod;
}

const metricsOf = (levels: readonly number[]) =>
  new Map(levels.map((value, index) => [`pod-${index}`, { value: BigInt(value), at: NOW, windowMs: 60_000 }]));

interface Case {
  /** States of the pods, each with two containers that request a processor. */
  readonly pods: string;
  readonly levels: readonly number[];
  readonly target: number;
  readonly replicas?: number;
  readonly requests?: string;
  readonly tolerances?: typeof TOLERANCES;
}

function usageOf({ pods, levels, tolerances = TOLERANCES, replicas, requests = '1' }: Case, resource: string) {
  const all = pods.split(' ').map((state, index) => pod(index, state, requests));
  return { pods: all, metrics: metricsOf(levels), resource, replicas: replicas ?? all.length, tolerances, now: NOW };
}

const byUtilization = (of: Case) => {
  const usage = usageOf(of, 'cpu');
  return replicasByPods(usage, utilizationMeasure(of.target, requestsByPod(usage.pods, '', 'cpu')));
};
const byAverage = (of: Case) => replicasByPods(usageOf(of, ''), averageMeasure(BigInt(of.target)));

describe("replicas by pods' requests, as upstream's TestReplicaCalc", () => {
  // Levels are the sums of both containers.
  test.each<[string, Case, readonly [replicas: number, utilization: number, average: bigint]]>([
    ['ScaleUp', { pods: 'ready ready ready', levels: [600, 1000, 1400], target: 30 }, [5, 50, 1000n]],
    ['ScaleUpUnreadyLessScale', { pods: 'unready ready ready', levels: [600, 1000, 1400], target: 30 }, [4, 60, 1200n]],
    ['ScaleUpHotCpuLessScale', { pods: 'hot ready ready', levels: [600, 1000, 1400], target: 30 }, [4, 60, 1200n]],
    ['ScaleUpUnreadyNoScale', { pods: 'ready unready unready', levels: [800, 1000, 1400], target: 30 }, [3, 40, 800n]],
    ['ScaleUpIgnoresFailedPods', { pods: 'ready ready failed failed', levels: [1000, 1400], target: 30, replicas: 2 }, [4, 60, 1200n]],
    ['ScaleUpIgnoresDeletionPods', { pods: 'ready ready deleted deleted', levels: [1000, 1400], target: 30, replicas: 2 }, [4, 60, 1200n]],
    ['ScaleDown', { pods: 'ready ready ready ready ready', levels: [200, 600, 1000, 500, 500], target: 50 }, [3, 28, 560n]],
    [
      'ScaleDownExcludeUnready',
      { pods: 'ready ready ready unready unready', levels: [200, 600, 1000, 500, 500], target: 50 },
      [2, 30, 600n],
    ],
    ['ScaleDownExcludeUnscheduled', { pods: 'ready pending pending pending pending', levels: [200], target: 50 }, [1, 10, 200n]],
    ['ScaleDownIgnoreHotCpuPods', { pods: 'ready ready ready hot hot', levels: [200, 600, 1000, 500, 500], target: 50 }, [2, 30, 600n]],
    [
      'SuperfluousMetrics',
      { pods: 'ready ready ready ready', levels: [8000, 19000, 6000, 14000, 6400, 4000], target: 100 },
      [24, 587, 11750n],
    ],
    ['MissingMetrics', { pods: 'ready ready ready ready', levels: [800, 190], target: 100 }, [3, 24, 495n]],
    ['MissingMetricsNoChangeEq', { pods: 'ready ready', levels: [2000], target: 100 }, [2, 100, 2000n]],
    ['MissingMetricsNoChangeGt', { pods: 'ready ready', levels: [3800], target: 100 }, [2, 190, 3800n]],
    ['MissingMetricsNoChangeLt', { pods: 'ready ready', levels: [1200], target: 100 }, [2, 60, 1200n]],
    ['MissingMetricsUnreadyChange', { pods: 'unready ready ready', levels: [200, 900], target: 50 }, [3, 45, 900n]],
    ['MissingMetricsUnreadyScaleUp', { pods: 'unready ready ready', levels: [200, 4000], target: 50 }, [4, 200, 4000n]],
    ['MissingMetricsUnreadyScaleDown', { pods: 'unready ready ready ready', levels: [200, 200, 200], target: 50 }, [3, 10, 200n]],
    ['DuringRollingUpdateWithMaxSurge', { pods: 'ready ready ready', levels: [200, 200], target: 50, replicas: 2 }, [2, 10, 200n]],
    [
      'Outside of a 0% tolerance',
      { pods: 'ready', levels: [2020], target: 100, tolerances: { scaleDown: 0, scaleUp: 0 } },
      [2, 101, 2020n],
    ],
    [
      'Within a 200% tolerance',
      { pods: 'ready', levels: [3800], target: 100, tolerances: { scaleDown: 0.1, scaleUp: 2 } },
      [1, 190, 3800n],
    ],
  ])('%s', (_, of, [replicas, utilization, average]) => {
    expect(byUtilization(of)).toMatchObject({ replicas, utilization, average });
  });

  test('failures have the words of upstream', () => {
    const problem = (of: Case) => byUtilization(of);
    expect(problem({ pods: 'unready', levels: [100], target: 50 })).toEqual({
      problem: 'did not receive metrics for targeted pods (pods might be unready)',
    });
    const none = { ...usageOf({ pods: 'ready', levels: [100], target: 50 }, 'memory') };
    expect(replicasByPods(none, utilizationMeasure(50, requestsByPod(none.pods, '', 'memory')))).toEqual({
      problem: 'missing request for memory in container app of Pod pod-0',
    });
    expect(requestsByPod(none.pods, 'db', 'cpu')).toEqual({ problem: 'container db not found in Pod pod-0' });
    expect(replicasByPods({ ...none, pods: [] }, averageMeasure(1n))).toEqual({
      problem: 'no pods returned by selector while calculating replica count',
    });
  });

  test('requests are those of one container, of all, or of the whole pod', () => {
    const two = pod(0, 'ready', '1');
    const whole = { ...two, spec: { ...two.spec, resources: { requests: { cpu: '3' } } } } as Pod;
    expect([requestsByPod([two], 'app', 'cpu'), requestsByPod([two], '', 'cpu'), requestsByPod([whole], '', 'cpu')]).toEqual([
      new Map([['pod-0', 1_000n]]),
      new Map([['pod-0', 2_000n]]),
      new Map([['pod-0', 3_000n]]),
    ]);
  });
});

describe('replicas by other values', () => {
  test.each<[string, Case, readonly [replicas: number, average: bigint]]>([
    ['ScaleUpCM', { pods: 'ready ready ready', levels: [20_000, 10_000, 30_000], target: 15_000 }, [4, 20_000n]],
    ['ScaleUpCM, unready pods count', { pods: 'ready ready unready', levels: [50_000, 10_000, 30_000], target: 15_000 }, [6, 30_000n]],
    ['ScaleUpCM, uneven', { pods: 'unready ready hot', levels: [50_000, 15_000, 30_000], target: 15_000 }, [7, 31_666n]],
    [
      'ScaleDownCM',
      { pods: 'ready ready ready ready ready', levels: [12_000, 12_000, 12_000, 12_000, 12_000], target: 20_000 },
      [3, 12_000n],
    ],
    ['MissingMetricsNoChangeEq', { pods: 'ready ready ready ready ready', levels: [20_000, 19_000, 21_000], target: 20_000 }, [5, 20_000n]],
    ['DuringRollingUpdate', { pods: 'ready ready ready', levels: [10_000, 10_000], target: 17_000, replicas: 2 }, [2, 10_000n]],
  ])('pods share a metric: %s', (_, of, [replicas, average]) => {
    expect(byAverage(of)).toMatchObject({ replicas, average });
  });

  test.each([
    ['more than the target', 20_000n, 15_000n, 'ready ready ready', 4],
    ['unready pods are left out', 50_000n, 10_000n, 'unready ready unready', 5],
    ['less than the target', 12_000n, 20_000n, 'ready ready ready ready ready', 3],
    ['within the tolerance', 20_001n, 20_000n, 'ready ready ready', 3],
  ])('an object has a metric: %s', (_, value, target, states, replicas) => {
    const pods = states.split(' ').map((state, index) => pod(index, state, '1'));
    expect(replicasByValue({ value, target, tolerances: TOLERANCES }, { replicas: pods.length, pods })).toBe(replicas);
  });

  test('a scale of zero follows the ratio alone, and one without pods fails', () => {
    const usage = { value: 5_000n, target: 2_000n, tolerances: TOLERANCES };
    expect(replicasByValue(usage, { replicas: 0, pods: [] })).toBe(3);
    expect(replicasByValue(usage, { replicas: 1, pods: [] })).toEqual({
      problem: 'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    });
    expect(replicasByValue({ ...usage, value: 2n ** 63n - 1n, target: 1n }, { replicas: 0, pods: [] })).toBe(2 ** 31 - 1);
  });

  test.each([
    [8_600n, 2_150n, 3, { replicas: 4, average: 2_867n }],
    [20_000n, 5_000n, 3, { replicas: 4, average: 6_667n }],
    [6_000n, 2_000n, 5, { replicas: 3, average: 1_200n }],
  ])('a value of %s is shared by pods with %s each', (value, target, present, expected) => {
    expect(replicasByShare({ value, target, tolerances: TOLERANCES }, present)).toEqual(expected);
  });

  test('tolerances are separate for both directions', () => {
    expect([0.64, 0.66, 1.09].map((ratio) => isWithin({ scaleDown: 0.35, scaleUp: 0.08 }, ratio))).toEqual([false, true, false]);
  });
});
