import type { ContainerStatus } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const status = (node: PodOnNode): ContainerStatus | undefined => node.decision.status.containerStatuses?.[0];

describe('a pod that is deleted', () => {
  const markDeleted = (node: PodOnNode, seconds: number) => {
    node.pod = {
      ...node.pod,
      metadata: { ...node.pod.metadata, deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: seconds },
    };
    node.news();
    node.look();
  };

  test('stops its containers, then its sandbox, then is gone', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    expect(node.news()).toEqual(['Normal Killing: Stopping container main', 'stop main within 30000 ms']);
    expect(node.decision.status.phase).toBe('Running');
    expect(node.exited(137).news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ fact: 'sandbox-stopped' }).news()).toEqual(['delete-pod']);
    expect(node.decision.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137 } } }] });
    node.look();
    expect(node.news()).toEqual([]);
  });

  test('that exits well has succeeded, whatever its restart policy', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    node.exited(0).learn({ fact: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe('Succeeded');
  });

  test('again with less grace, is given less', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    markDeleted(node, 5);
    expect(node.news()).toEqual(['stop main within 5000 ms']);
    markDeleted(node, 10);
    expect(node.news()).toEqual([]);
  });

  test('before it ran is gone at once', () => {
    const node = new PodOnNode(boundPod()).sandboxReady();
    markDeleted(node, 30);
    expect(node.news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ fact: 'sandbox-stopped' }).news()).toEqual(['delete-pod']);
  });

  test('by force is stopped after the API forgot it', () => {
    const node = new PodOnNode(boundPod()).run();
    node.removed = true;
    markDeleted(node, 0);
    expect(node.news()).toEqual(['Normal Killing: Stopping container main', 'stop main within 2000 ms']);
    expect(node.exited(137).learn({ fact: 'sandbox-stopped' }).news().at(-1)).toBe('forget-pod');
  });
});

describe('a pod on a node that lost power', () => {
  test('that was over keeps the status it had', () => {
    const before = new PodOnNode(boundPod({ restartPolicy: 'OnFailure' })).run();
    before.exited(1).started('main', 1).exited(0, 'main', 1).learn({ fact: 'sandbox-stopped' });
    const after = new PodOnNode({ ...boundPod({ restartPolicy: 'OnFailure' }), status: before.decision.status });
    expect(after.decision.status).toEqual(before.decision.status);
    expect(after.news()).toEqual([]);
  });

  const rebooted = (restartPolicy: 'Always' | 'Never') => {
    const before = new PodOnNode(boundPod({ restartPolicy })).run();
    const node = new PodOnNode({ ...boundPod({ restartPolicy }), status: before.decision.status });
    node.images.add('busybox:1.36');
    return node;
  };

  test('runs its containers again in a new sandbox, and says how they ended', () => {
    const node = rebooted('Always');
    expect(node.news()).toEqual(['Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.', 'run-sandbox']);
    expect(status(node)?.state?.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown', containerID: 'containerd://main-0' });
    node.sandboxReady().started('main', 1);
    expect(status(node)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } });
  });

  test('that is never to be restarted has failed', () => {
    const node = rebooted('Never');
    expect(node.news()).toEqual([]);
    expect(node.decision.status.phase).toBe('Failed');
  });
});
