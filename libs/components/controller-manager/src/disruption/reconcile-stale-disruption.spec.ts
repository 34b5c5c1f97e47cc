import type { Pod } from '@klockwork/resources';
import { aRunningPod } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import { reconcileStaleDisruption } from './reconcile-stale-disruption.ts';

const SINCE = Date.UTC(2026, 0, 1);
const target = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', lastTransitionTime: '2026-01-01T00:00:00Z' };
const running = aRunningPod('node-1');

function pod(condition: object = {}, more: Partial<Pod> = {}): Pod {
  return { ...running, ...more, status: { phase: 'Running', ...more.status, conditions: [{ ...target, ...condition }] } } as Pod;
}

test('a pod loses its DisruptionTarget condition when it still exists after two minutes', () => {
  expect(reconcileStaleDisruption(pod(), SINCE + 60_000)).toEqual({
    stages: [],
    wakeAt: { at: SINCE + 120_000, timer: { name: 'disruption-stale' } },
  });
  const { stages } = reconcileStaleDisruption(pod(), SINCE + 120_000);
  expect(stages.flat()).toMatchObject([{ type: 'update', subresource: 'status' }]);
  const [update] = stages.flat();
  const conditions = update?.type === 'update' ? (update.object as Pod).status?.conditions : [];
  expect(conditions).toEqual([
    { type: 'DisruptionTarget', status: 'False', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:02:00Z' },
  ]);
});

describe('a stale disruption', () => {
  test.each<[string, Pod]>([
    ['under deletion', pod({}, { metadata: { ...running.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })],
    ['in a terminal phase', pod({}, { status: { phase: 'Failed' } })],
    ['terminated by its kubelet', pod({ reason: 'TerminationByKubelet' })],
    ['with DisruptionTarget False', pod({ status: 'False' })],
  ])('a pod %s is unchanged', (_, one) => {
    expect(reconcileStaleDisruption(one, SINCE + 600_000)).toEqual({ stages: [] });
  });
});
