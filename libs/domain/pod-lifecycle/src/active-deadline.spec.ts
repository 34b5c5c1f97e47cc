import { expect, test } from 'vitest';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const MESSAGE = 'Pod was active on the node longer than the specified deadline';

test('a pod beyond its active deadline is stopped within its grace period and fails', () => {
  const node = new PodOnNode(boundPod({ activeDeadlineSeconds: 20 })).run();
  node.news();
  expect(node.timeline(20_000)).toEqual([
    `20000 Normal DeadlineExceeded: ${MESSAGE}`,
    '20000 Normal Killing: Stopping container main',
    '20000 stop main within 30000 ms',
  ]);
  expect(node.decision.status.phase).toBe('Running');
  expect(node.condition('Ready')).toEqual(['False', 'PodFailed', undefined]);
  node.wait(30_000).exited(137).learn({ type: 'sandbox-stopped' });
  expect(node.decision.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: MESSAGE });
});

test("an active deadline counts from the pod's start on the node, even if no container runs", () => {
  const node = new PodOnNode(boundPod({ activeDeadlineSeconds: 5 }));
  node.news();
  node.now += 3_000;
  node.sandboxReady().news();
  expect(node.timeline(2_000)).toEqual([`5000 Normal DeadlineExceeded: ${MESSAGE}`, '5000 stop-sandbox sandbox-1']);
});

test('a pod that ended in time keeps its result', () => {
  const node = new PodOnNode(boundPod({ activeDeadlineSeconds: 5, restartPolicy: 'Never' })).run();
  node.exited(0).news();
  expect(node.timeline(60_000)).toEqual([]);
  expect(node.learn({ type: 'sandbox-stopped' }).decision.status).toMatchObject({ phase: 'Succeeded' });
});
