import type { Container, Lifecycle, PodSpec } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { boundPod, PodOnNode } from '../testing/pod-on-node.ts';

const image = 'busybox:1.36';
const hooked = (lifecycle: Lifecycle, spec: Partial<PodSpec> = {}, more: Partial<Container> = {}): PodOnNode => {
  const containers = [{ name: 'main', image, imagePullPolicy: 'IfNotPresent', lifecycle, ...more }];
  const node = new PodOnNode(boundPod({ containers, ...spec }));
  node.images.add(image);
  return node.sandboxReady();
};
const exec = { exec: { command: ['true'] } };

describe('a postStart hook', () => {
  test('a container is not reported as running before its postStart hook ended', () => {
    const node = hooked({ postStart: exec });
    node.news();
    expect(node.started().news()).toEqual([
      'Normal Created: Container created',
      'Normal Started: Container started',
      'run postStart of main',
    ]);
    expect(node.status()).toMatchObject({ state: { waiting: { reason: 'ContainerCreating' } }, ready: false, restartCount: 0 });
    expect(node.decision.status.phase).toBe('Pending');
    node.wait(5_000).hookEnded('postStart');
    expect(node.status()).toMatchObject({ state: { running: { startedAt: '2026-01-01T00:00:00Z' } }, ready: true });
    expect(node.decision.status.phase).toBe('Running');
    expect(node.news()).toEqual([]);
  });

  test('a postStart hook delays later containers and its own probes', () => {
    const second = { name: 'second', image, imagePullPolicy: 'IfNotPresent' };
    const node = hooked({ postStart: exec });
    const main = { ...(node.pod.spec?.containers[0] as Container), livenessProbe: { exec: {}, periodSeconds: 1 } };
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [main, second] } };
    node.started().news();
    expect(node.timeline(10_000)).toEqual([]);
    node.hookEnded('postStart');
    expect(node.news().at(-1)).toBe('start second/0');
  });

  test('a failed postStart hook ends its container, which restarts', () => {
    const node = hooked({ postStart: exec, preStop: exec }).started();
    node.news();
    const why = 'Exec lifecycle hook ([true]) for Container "main" in Pod "web_default(uid-1)" failed - error: …, message: ""';
    expect(node.hookEnded('postStart', 'main', why).news()).toEqual([
      'Warning FailedPostStartHook: PostStartHook failed',
      'Normal Killing: FailedPostStartHook',
      'run preStop of main',
    ]);
    expect(node.hookEnded('preStop').news()).toEqual(['stop main within 30000 ms']);
    node.exited(143);
    expect(node.status()).toMatchObject({
      state: { waiting: { reason: 'PostStartHookError', message: why } },
      lastState: { terminated: { exitCode: 143 } },
    });
    expect(node.news().at(-1)).toBe('start main/1');
  });

  test('a failed postStart hook ends a pod that never restarts', () => {
    const node = hooked({ postStart: exec }, { restartPolicy: 'Never' }).started();
    node.hookEnded('postStart', 'main', 'why').exited(137).learn({ type: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe('Failed');
    expect(node.status()?.state).toMatchObject({ terminated: { exitCode: 137, reason: 'Error' } });
  });

  test('a postStart hook is abandoned when its pod is deleted', () => {
    const node = hooked({ postStart: exec }).started();
    node.news();
    expect(node.delete(30).news()).toEqual([
      'cancel hook of main',
      'Warning FailedPostStartHook: PostStartHook failed',
      'Normal Killing: Stopping container main',
      'stop main within 30000 ms',
    ]);
  });
});

describe('a preStop hook', () => {
  const running = (spec: Partial<PodSpec> = {}) => {
    const node = hooked({ preStop: exec }, spec).started();
    node.news();
    return node;
  };

  test('a preStop hook runs before TERM, which gets the rest of the grace period', () => {
    const node = running();
    expect(node.delete(30).news()).toEqual(['Normal Killing: Stopping container main', 'run preStop of main']);
    expect(node.wait(3_700).hookEnded('preStop').news()).toEqual(['stop main within 27000 ms']);
  });

  test('a failed preStop hook is reported, and the container still stops', () => {
    const node = running().delete(30);
    node.news();
    expect(node.hookEnded('preStop', 'main', 'why').news()).toEqual([
      'Warning FailedPreStopHook: PreStopHook failed',
      'stop main within 30000 ms',
    ]);
  });

  test('a preStop hook beyond the grace period is abandoned, and the container stops within two seconds', () => {
    const node = running().delete(30);
    node.news();
    expect(node.timeline(30_000)).toEqual(['30000 stop main within 2000 ms']);
    expect(node.exited(137).hookEnded('preStop', 'main', 'why').news()).toEqual([
      'stop-sandbox sandbox-1',
      'Warning FailedPreStopHook: PreStopHook failed',
    ]);
  });

  test('a deletion with a shorter grace period restarts its count, without repeating the preStop hook', () => {
    const node = running().delete(30);
    node.wait(5_000).news();
    node.delete(10);
    expect(node.wait(4_000).hookEnded('preStop').news()).toEqual(['stop main within 6000 ms']);
  });

  test('a replaced container runs its preStop hook, too', () => {
    const node = running();
    const [main] = node.pod.spec?.containers ?? [];
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [{ ...(main as Container), image: 'busybox:1.37' }] } };
    node.look();
    expect(node.news()).toEqual(['Normal Killing: Container main definition changed, will be restarted', 'run preStop of main']);
  });

  test('a preStop hook is awaited after its process ended, but no longer than the grace period', () => {
    const node = running().delete(30);
    node.news();
    expect(node.wait(2_000).exited(0).news()).toEqual([]);
    expect(node.wait(3_000).hookEnded('preStop').news()).toEqual(['stop-sandbox sandbox-1']);
    const other = running().delete(30);
    other.wait(2_000).exited(0).news();
    expect(other.timeline(40_000)).toEqual(['30000 stop-sandbox sandbox-1']);
  });

  test('a preStop hook is awaited before its container restarts', () => {
    const node = running();
    const [main] = node.pod.spec?.containers ?? [];
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [{ ...(main as Container), image: 'busybox:1.37' }] } };
    node.look();
    node.news();
    expect(node.wait(2_000).exited(0).news()).toEqual([]);
    expect(node.hookEnded('preStop').news()[0]).toBe('Normal Pulling: Pulling image "busybox:1.37"');
  });

  test('a container that exits by itself runs no preStop hook', () => {
    expect(running().exited(1).news()).not.toContain('run preStop of main');
  });
});
