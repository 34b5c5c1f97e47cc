import type { ContainerStatus } from '@klockwork/kubernetes-types';
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

  test('a deleted pod stops its containers, then its sandbox, then disappears', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    expect(node.news()).toEqual(['Normal Killing: Stopping container main', 'stop main within 30000 ms']);
    expect(node.decision.status.phase).toBe('Running');
    expect(node.exited(137).news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ type: 'sandbox-stopped' }).news()).toEqual(['delete-pod']);
    expect(node.decision.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137 } } }] });
    node.look();
    expect(node.news()).toEqual([]);
  });

  test('a deleted pod whose containers exit with 0 succeeds, whatever its restart policy', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    node.exited(0).learn({ type: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe('Succeeded');
  });

  test('a second deletion with a shorter grace period shortens it', () => {
    const node = new PodOnNode(boundPod()).run();
    markDeleted(node, 30);
    markDeleted(node, 5);
    expect(node.news()).toEqual(['stop main within 5000 ms']);
    markDeleted(node, 10);
    expect(node.news()).toEqual([]);
  });

  test('a pod deleted before its start disappears at once', () => {
    const node = new PodOnNode(boundPod()).sandboxReady();
    markDeleted(node, 30);
    expect(node.news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ type: 'sandbox-stopped' }).news()).toEqual(['delete-pod']);
  });

  test('a force-deleted pod is stopped after its object disappeared', () => {
    const node = new PodOnNode(boundPod()).run();
    node.removed = true;
    markDeleted(node, 0);
    expect(node.news()).toEqual(['Normal Killing: Stopping container main', 'stop main within 2000 ms']);
    expect(node.exited(137).learn({ type: 'sandbox-stopped' }).news().at(-1)).toBe('forget-pod');
  });
});

describe('a pod on a node that lost power', () => {
  test('an ended pod keeps its status after a power loss', () => {
    const before = new PodOnNode(boundPod({ restartPolicy: 'OnFailure' })).run();
    before.exited(1).started('main', 1).exited(0, 'main', 1).learn({ type: 'sandbox-stopped' });
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

  test('a pod after a power loss restarts its containers in a new sandbox, and reports their exits', () => {
    const node = rebooted('Always');
    expect(node.news()).toEqual(['Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.', 'run-sandbox']);
    expect(status(node)?.state?.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown', containerID: 'containerd://main-0' });
    node.sandboxReady().started('main', 1);
    expect(status(node)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } });
  });

  test('a pod that never restarts fails after a power loss', () => {
    const node = rebooted('Never');
    expect(node.news()).toEqual([]);
    expect(node.decision.status.phase).toBe('Failed');
  });
});
