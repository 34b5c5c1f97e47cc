import type { Container, PodSpec, Probe } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { boundPod, PodOnNode, START } from '../testing/pod-on-node.ts';
import type { ProbeOutcome } from './probe-outcome.ts';

const SUCCESS: ProbeOutcome = { type: 'success' };
const NO: ProbeOutcome = { type: 'failure', text: 'no' };

function probe(fields: Partial<Probe> = {}): Probe {
  return { exec: { command: ['check'] }, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3, ...fields };
}

/** Starts a pod with these probes; its container starts 1.5 s after the pod's arrival. */
function running(probes: Partial<Container>, spec: Partial<PodSpec> = {}): PodOnNode {
  const main: Container = { name: 'main', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent', ...probes };
  const node = new PodOnNode(boundPod({ containers: [main], ...spec }));
  node.wait(1_500).run().news();
  return node;
}

const answers = (before: ProbeOutcome, atMs: number, after: ProbeOutcome) => (_: unknown, now: number) =>
  now - START < atMs ? before : after;
const condition = (node: PodOnNode, type: string) => node.decision.status.conditions?.find((one) => one.type === type);
const health = (node: PodOnNode, name?: string) => {
  const { started, ready, restartCount } = node.status(name) ?? {};
  return { started, ready, restartCount };
};
const beginDeletion = (node: PodOnNode) => {
  node.pod = { ...node.pod, metadata: { ...node.pod.metadata, deletionTimestamp: 'now', deletionGracePeriodSeconds: 30 } };
  node.look();
};

describe('readiness', () => {
  test("a readiness probe runs in the second of the container's start, then every period", () => {
    const node = running({ readinessProbe: probe() });
    expect(health(node)).toEqual({ started: true, ready: false, restartCount: 0 });
    expect(node.timeline(25_000)).toEqual([
      '2000 probe readiness of main',
      '12000 probe readiness of main',
      '22000 probe readiness of main',
    ]);
    expect(health(node)).toEqual({ started: true, ready: true, restartCount: 0 });
  });

  test('a readiness probe awaits its initial delay, counted from the second of the start', () => {
    const node = running({ readinessProbe: probe({ initialDelaySeconds: 4, periodSeconds: 2 }) });
    expect(node.timeline(7_000)).toEqual(['6000 probe readiness of main', '8000 probe readiness of main']);
  });

  test('a failed readiness probe makes the pod unready without a restart, and a success reverts this', () => {
    const node = running({ readinessProbe: probe() });
    node.wait(500);
    expect(condition(node, 'Ready')).toMatchObject({ status: 'True' });
    node.answer = answers({ type: 'failure', text: 'HTTP probe failed with statuscode: 503' }, 60_000, SUCCESS);
    node.news();
    node.wait(30_000);
    const unhealthy = 'Warning Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503';
    expect(node.news().filter((line) => !line.startsWith('probe'))).toEqual([unhealthy, unhealthy, unhealthy]);
    expect(health(node)).toEqual({ started: true, ready: false, restartCount: 0 });
    const unready = { status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [main]' };
    expect([condition(node, 'Ready'), condition(node, 'ContainersReady')]).toMatchObject([unready, unready]);
    node.wait(30_000);
    expect(condition(node, 'Ready')).toMatchObject({ status: 'True', lastTransitionTime: '2026-01-01T00:01:02Z' });
  });

  test('a readiness probe continues while its pod ends; a liveness probe does not', () => {
    const once = probe({ failureThreshold: 1 });
    const node = running({ readinessProbe: once, livenessProbe: once });
    node.wait(500);
    beginDeletion(node);
    node.news();
    node.answer = () => NO;
    expect(node.timeline(15_000)).toEqual(['12000 probe readiness of main', '12000 Warning Unhealthy: Readiness probe failed: no']);
    expect(health(node)).toMatchObject({ ready: false });
    node.exited(137);
    expect(node.decision.probes).toEqual([]);
  });

  test('a readiness probe with a redirect to another host succeeds with a warning', () => {
    const node = running({ readinessProbe: probe() });
    node.answer = () => ({ type: 'warning', text: 'Probe terminated redirects, Response body: ' });
    expect(node.timeline(500)).toEqual([
      '2000 probe readiness of main',
      '2000 Warning ProbeWarning: Readiness probe warning: Probe terminated redirects, Response body: ',
    ]);
    expect(health(node)).toMatchObject({ ready: true });
  });
});

describe('liveness', () => {
  test("a liveness probe ticks from the pod's arrival, after its initial delay", () => {
    const node = running({ livenessProbe: probe({ initialDelaySeconds: 5, periodSeconds: 5 }) });
    expect(health(node)).toEqual({ started: true, ready: true, restartCount: 0 });
    expect(node.timeline(14_000)).toEqual(['10000 probe liveness of main', '15000 probe liveness of main']);
  });

  test('a third failure of a liveness probe stops the container at once, and ends probing', () => {
    const node = running({ livenessProbe: probe({ periodSeconds: 5 }) });
    node.answer = answers(SUCCESS, 30_000, { type: 'failure', text: "cat: can't open '/tmp/healthy': No such file or directory\n" });
    node.wait(27_000);
    node.news();
    const unhealthy = "Warning Unhealthy: Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n";
    expect(node.timeline(30_000)).toEqual([
      '30000 probe liveness of main',
      `30000 ${unhealthy}`,
      '35000 probe liveness of main',
      `35000 ${unhealthy}`,
      '40000 probe liveness of main',
      `40000 ${unhealthy}`,
      '40000 Normal Killing: Container main failed liveness probe, will be restarted',
      '40000 stop main within 30000 ms',
    ]);
    expect(health(node)).toEqual({ started: true, ready: true, restartCount: 0 });
  });

  test('a liveness restart is immediate, and follows a back-off from the fifth time on', () => {
    const node = running({ livenessProbe: probe({ periodSeconds: 5, failureThreshold: 1 }) });
    node.answer = () => NO;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      node.wait(5_000);
      expect(node.status()?.restartCount).toBe(attempt);
      const endedAt = node.now;
      node.exited(137, 'main', attempt);
      node.wait(0);
      while (node.state.containers.main?.type !== 'starting') node.wait(1_000);
      waits.push((node.now - endedAt) / 1_000);
      node.started('main', attempt + 1);
    }
    // The container ran for 5 s each time, counted from the previous end: 10 s is the first longer back-off.
    expect(waits).toEqual([0, 0, 10, 20, 40, 80, 160, 300]);
  });

  test.each<[string, Partial<Probe>, Partial<PodSpec>, string, number]>([
    ['the pod’s grace period', {}, { terminationGracePeriodSeconds: 7 }, ', will be restarted', 7_000],
    ['its own grace period', { terminationGracePeriodSeconds: 3 }, {}, ', will be restarted', 3_000],
    ['a policy that restarts on failure', {}, { restartPolicy: 'OnFailure' }, ', will be restarted', 30_000],
    ['a policy that never restarts', {}, { restartPolicy: 'Never' }, '', 30_000],
  ])('a liveness probe stops the container with %s', (_, fields, spec, suffix, graceMs) => {
    const node = running({ livenessProbe: probe({ failureThreshold: 1, ...fields }) }, spec);
    node.answer = () => NO;
    node.wait(10_000);
    expect(node.news().slice(-2)).toEqual([
      `Normal Killing: Container main failed liveness probe${suffix}`,
      `stop main within ${graceMs} ms`,
    ]);
    node.exited(0);
    const restarts = suffix !== '';
    expect(node.news().at(-1)).toBe(restarts ? 'start main/1' : 'stop-sandbox sandbox-1');
    if (!restarts) node.learn({ type: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe(restarts ? 'Running' : 'Succeeded');
  });

  test('liveness errors are reported and count as no outcome', () => {
    const node = running({ livenessProbe: probe({ failureThreshold: 1 }) });
    node.answer = () => ({ type: 'error', text: 'strconv.Atoi: parsing "http": invalid syntax' });
    expect(node.timeline(10_000)).toEqual([
      '10000 probe liveness of main',
      '10000 Warning Unhealthy: Liveness probe errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid syntax',
    ]);
    expect(node.status()?.state).toHaveProperty('running');
  });

  test('a liveness result of an ended attempt is dropped', () => {
    const node = running({ livenessProbe: probe({ failureThreshold: 1 }) });
    const [due] = node.decision.probes;
    node.exited(1).started('main', 1);
    node.news();
    node.probe(due as NonNullable<typeof due>, NO);
    expect(node.news()).toEqual(['probe liveness of main']);
  });
});

describe('startup', () => {
  const probes = { startupProbe: probe({ failureThreshold: 3 }), readinessProbe: probe(), livenessProbe: probe({ failureThreshold: 1 }) };

  test('a startup probe delays other probes until its success', () => {
    const node = running(probes);
    node.answer = ({ kind }, now) => (kind === 'startup' && now - START < 20_000 ? NO : SUCCESS);
    expect(health(node)).toEqual({ started: false, ready: false, restartCount: 0 });
    expect(node.timeline(17_000)).toEqual(['10000 probe startup of main', '10000 Warning Unhealthy: Startup probe failed: no']);
    expect(node.timeline(15_000).sort()).toEqual([
      '20000 probe liveness of main',
      '20000 probe readiness of main',
      '20000 probe startup of main',
      '30000 probe liveness of main',
      '30000 probe readiness of main',
    ]);
    expect(health(node)).toEqual({ started: true, ready: true, restartCount: 0 });
  });

  test('a failed startup probe restarts the container', () => {
    const node = running(probes);
    node.answer = () => NO;
    node.wait(30_000);
    expect(node.news().slice(-2)).toEqual([
      'Normal Killing: Container main failed startup probe, will be restarted',
      'stop main within 30000 ms',
    ]);
    node.exited(137).started('main', 1);
    expect(health(node)).toEqual({ started: false, ready: false, restartCount: 1 });
  });
});

describe('a sidecar', () => {
  const sidecar = { name: 'proxy', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent', restartPolicy: 'Always' as const };
  const withSidecar = (probes: Partial<Container>) => {
    const node = new PodOnNode(boundPod({ initContainers: [{ ...sidecar, ...probes }] }));
    node.sandboxReady().pulled('proxy').started('proxy').news();
    return node;
  };

  test('a sidecar admits containers after its startup probe succeeded', () => {
    const node = withSidecar({ startupProbe: probe() });
    node.answer = answers(NO, 10_000, SUCCESS);
    expect(node.timeline(0)).toEqual(['0 probe startup of proxy', '0 Warning Unhealthy: Startup probe failed: no']);
    expect(node.timeline(10_000).slice(0, 1)).toEqual(['10000 probe startup of proxy']);
    expect(node.log.length + Number(node.state.containers.main?.type === 'starting')).toBe(1);
  });

  test('a sidecar with a failed probe restarts, whatever the pod’s policy', () => {
    const node = withSidecar({ livenessProbe: probe({ failureThreshold: 1 }) });
    node.started('main');
    node.answer = () => NO;
    node.wait(10_000);
    expect(node.news().filter((line) => line.includes('Killing'))).toEqual(['Normal Killing: Init container proxy failed liveness probe']);
  });
});

describe('a kubelet that has just started', () => {
  test('a just started kubelet delays long probe periods by a random part per pod', () => {
    const kubeletStartedAt = START - 15_000;
    const pod = boundPod({
      containers: [{ name: 'main', image: 'busybox:1.36', livenessProbe: probe(), startupProbe: probe({ periodSeconds: 20 }) }],
    });
    const node = new PodOnNode(pod, { kubeletStartedAt, fraction: 0.33 });
    node.run();
    expect(node.timeline(30_000).filter((line) => line.includes('probe'))).toEqual([
      '7000 probe startup of main',
      '10000 probe liveness of main',
      '20000 probe liveness of main',
      '30000 probe liveness of main',
    ]);
  });
});
