import { describe, expect, test } from 'vitest';
import type { PodEnding } from './pod-ending.ts';
import { withEnding } from './pod-state.ts';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const EVICTED: PodEnding = {
  reason: 'Evicted',
  message: 'The node was low on resource: memory. ',
  graceSeconds: 1,
  condition: {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message: 'The node was low on resource: memory. ',
  },
};

const evict = (node: PodOnNode, ending = EVICTED) => {
  node.news();
  node.state = withEnding(node.state, ending);
  node.look();
};

describe('a pod that its node puts an end to', () => {
  test("a pod ended by its node stops within the node's grace period, and fails with the reason", () => {
    const node = new PodOnNode(boundPod()).run();
    evict(node);
    expect(node.news()).toEqual(['Normal Killing: Stopping container main', 'stop main within 2000 ms']);
    expect(node.decision.status.phase).toBe('Running');
    expect(node.decision.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'PodFailed' });
    expect(node.decision.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toEqual({
      ...EVICTED.condition,
      observedGeneration: 1,
      lastTransitionTime: '2026-01-01T00:00:00Z',
    });
    expect(node.exited(137).news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ type: 'sandbox-stopped' }).news()).toEqual([]);
    expect(node.decision.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: EVICTED.message });
  });

  test("a shorter grace period of the pod has priority over the node's", () => {
    const node = new PodOnNode(boundPod({ terminationGracePeriodSeconds: 5 })).run();
    evict(node, { ...EVICTED, graceSeconds: 20 });
    expect(node.news()).toContain('stop main within 5000 ms');
  });

  test('a pod ended by its node does not restart, even before its first start', () => {
    const node = new PodOnNode(boundPod()).sandboxReady();
    evict(node);
    expect(node.news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ type: 'sandbox-stopped' }).pulled().news()).toEqual([
      'Normal Pulled: Successfully pulled image "busybox:1.36" in 1.2s (1.25s including waiting). Image size: 2223685 bytes.',
    ]);
  });

  test('a pod ended twice by its node keeps the first reason', () => {
    const node = new PodOnNode(boundPod()).run();
    evict(node);
    evict(node, { reason: 'Terminated', message: 'later', graceSeconds: 1 });
    node.exited(137).learn({ type: 'sandbox-stopped' });
    expect(node.decision.status.reason).toBe('Evicted');
  });

  test('a succeeded pod stays succeeded after its node ended it', () => {
    const node = new PodOnNode(boundPod({ restartPolicy: 'Never' })).run().exited(0);
    evict(node);
    node.learn({ type: 'sandbox-stopped' });
    expect(node.decision.status).toMatchObject({ phase: 'Succeeded' });
  });
});
