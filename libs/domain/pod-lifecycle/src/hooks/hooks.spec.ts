import type { Container, Lifecycle, PodSpec } from 'kubernetes-types/core/v1';
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
  test('runs beside the container, which is not seen to run until it has ended', () => {
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

  test('holds back the containers behind it, and its own probes', () => {
    const second = { name: 'second', image, imagePullPolicy: 'IfNotPresent' };
    const node = hooked({ postStart: exec });
    const main = { ...(node.pod.spec?.containers[0] as Container), livenessProbe: { exec: {}, periodSeconds: 1 } };
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [main, second] } };
    node.started().news();
    expect(node.timeline(10_000)).toEqual([]);
    node.hookEnded('postStart');
    expect(node.news().at(-1)).toBe('start second/0');
  });

  test('that fails ends the container, which is then restarted', () => {
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

  test('that fails ends the pod when it is never to be restarted', () => {
    const node = hooked({ postStart: exec }, { restartPolicy: 'Never' }).started();
    node.hookEnded('postStart', 'main', 'why').exited(137).learn({ fact: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe('Failed');
    expect(node.status()?.state).toMatchObject({ terminated: { exitCode: 137, reason: 'Error' } });
  });

  test('is given up when the pod is deleted', () => {
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

  test('runs before TERM, which has what it left of the grace period', () => {
    const node = running();
    expect(node.delete(30).news()).toEqual(['Normal Killing: Stopping container main', 'run preStop of main']);
    expect(node.wait(3_700).hookEnded('preStop').news()).toEqual(['stop main within 27000 ms']);
  });

  test('that fails is told, and the container is stopped all the same', () => {
    const node = running().delete(30);
    node.news();
    expect(node.hookEnded('preStop', 'main', 'why').news()).toEqual([
      'Warning FailedPreStopHook: PreStopHook failed',
      'stop main within 30000 ms',
    ]);
  });

  test('that takes longer than the grace period is left to itself, and the container is stopped within two seconds', () => {
    const node = running().delete(30);
    node.news();
    expect(node.timeline(30_000)).toEqual(['30000 stop main within 2000 ms']);
    expect(node.exited(137).hookEnded('preStop', 'main', 'why').news()).toEqual([
      'stop-sandbox sandbox-1',
      'Warning FailedPreStopHook: PreStopHook failed',
    ]);
  });

  test('counts from anew when the pod is deleted again with less grace, and is not run twice', () => {
    const node = running().delete(30);
    node.wait(5_000).news();
    node.delete(10);
    expect(node.wait(4_000).hookEnded('preStop').news()).toEqual(['stop main within 6000 ms']);
  });

  test('is run as well when a container is replaced', () => {
    const node = running();
    const [main] = node.pod.spec?.containers ?? [];
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [{ ...(main as Container), image: 'busybox:1.37' }] } };
    node.look();
    expect(node.news()).toEqual(['Normal Killing: Container main definition changed, will be restarted', 'run preStop of main']);
  });

  test('is waited for also when the process has ended by itself, but no longer than the grace period', () => {
    const node = running().delete(30);
    node.news();
    expect(node.wait(2_000).exited(0).news()).toEqual([]);
    expect(node.wait(3_000).hookEnded('preStop').news()).toEqual(['stop-sandbox sandbox-1']);
    const other = running().delete(30);
    other.wait(2_000).exited(0).news();
    expect(other.timeline(40_000)).toEqual(['30000 stop-sandbox sandbox-1']);
  });

  test('is waited for before a container is started anew', () => {
    const node = running();
    const [main] = node.pod.spec?.containers ?? [];
    node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [{ ...(main as Container), image: 'busybox:1.37' }] } };
    node.look();
    node.news();
    expect(node.wait(2_000).exited(0).news()).toEqual([]);
    expect(node.hookEnded('preStop').news()[0]).toBe('Normal Pulling: Pulling image "busybox:1.37"');
  });

  test('is not run for a container that ended by itself', () => {
    expect(running().exited(1).news()).not.toContain('run preStop of main');
  });
});
