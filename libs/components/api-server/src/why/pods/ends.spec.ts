import type { ContainerStatus } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import { aNode, anEvent, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseCrashLoop, diagnoseRestart } from './crash-loop.ts';
import { diagnoseEvicted } from './evicted.ts';
import { diagnoseFailed } from './failed.ts';
import { diagnoseRestarted } from './restarted.ts';

const STARTED = '2026-01-01T11:59:00Z';
const FINISHED = '2026-01-01T11:59:05Z';
const exit = (exitCode: number, reason = 'Error') => ({ exitCode, reason, startedAt: STARTED, finishedAt: FINISHED });
const PROBE = { exec: { command: ['cat', '/ok'] }, periodSeconds: 5 };
const container = { name: 'web', image: 'nginx', livenessProbe: PROBE, resources: { limits: { memory: '64Mi' } } };

function podWith(status: Partial<ContainerStatus>, rest: Pod['status'] = {}): Pod {
  const pod = aRunningPod('node-1', { spec: { containers: [container] } });
  const [first] = pod.status?.containerStatuses ?? [];
  return { ...pod, status: { ...pod.status, ...rest, containerStatuses: [{ ...(first as ContainerStatus), ...status }] } };
}

const looping = (code: number, reason?: string) =>
  podWith({
    restartCount: 3,
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container=web pod=web_default(uid)' } },
    lastState: { terminated: { ...exit(code, reason), message: 'no config\n' } },
  });

test('a crash loop is explained by termination, restart count, and next start', () => {
  const before = podWith({ restartCount: 3, state: { terminated: { ...exit(3), message: 'no config\n' } } });
  expect(
    diagnoseCrashLoop(subjectWith([aRunningPod('node-1'), before, looping(3)]), { ...viewOf(), now: Date.parse(FINISHED) + 10_000 }),
  ).toEqual({
    statement: 'pods/default/web is in CrashLoopBackOff: container web exited with code 3 (Error)',
    findings: [
      { text: `container web ended at ${FINISHED}, after 5s`, revision: 12 },
      { text: 'termination message of web: "no config"' },
      { text: 'container web was restarted 3 times; the next start is at 11:59:45, in 30s: the back-off is 40s' },
    ],
    remedies: ['kubectl logs web -n default -c web --previous'],
    revision: 12,
  });
});

test.each([
  [
    137,
    'OOMKilled',
    'was OOMKilled (exit code 137): its memory limit is 64Mi',
    'raise resources.limits.memory of container web, or let it use less',
  ],
  [
    127,
    'Error',
    'exited with code 127 (Error, the command was not found)',
    'correct command and args of container web: the image has no such program',
  ],
  [139, 'Error', 'exited with code 139 (Error, SIGSEGV)', 'kubectl logs web -n default -c web --previous'],
])('exit code %d with reason %s has its words and its remedy', (code, reason, words, remedy) => {
  const answer = diagnoseCrashLoop(subjectWith([looping(code, reason)]), viewOf());
  expect(answer?.statement).toBe(`pods/default/web is in CrashLoopBackOff: container web ${words}`);
  expect(answer?.remedies).toEqual([remedy]);
});

test('a restart after a failed probe names the probe and its message', () => {
  const pod = podWith({ restartCount: 1, state: { running: { startedAt: FINISHED } }, lastState: { terminated: exit(137) } });
  const involvedObject = {
    kind: 'Pod',
    name: 'web',
    namespace: 'default',
    uid: pod.metadata?.uid ?? '',
    fieldPath: 'spec.containers{web}',
  };
  const unhealthy = anEvent({
    metadata: { resourceVersion: '9' },
    reason: 'Unhealthy',
    message: 'Liveness probe failed: cat: /ok: No such file or directory',
    involvedObject,
  });
  const subject = subjectWith([aRunningPod('node-1'), pod], {
    cause: {
      trigger: 'runtime',
      name: 'container-started',
      revision: 11,
      timer: 'liveness-probe',
      container: { name: 'web', exitCode: 137 },
    },
  });
  const findings = [
    { text: `container web ended at ${FINISHED}, after 5s`, revision: 12 },
    {
      text: 'Liveness probe failed: cat: /ok: No such file or directory (exec cat /ok, every 5s, given up after 3 failures in a row)',
      revision: 9,
    },
  ];
  expect(diagnoseRestarted(subject, viewOf(unhealthy))).toEqual({
    statement: 'pods/default/web: container web was restarted 1 time: it exited with code 137 (Error, SIGKILL)',
    findings,
    remedies: ['kubectl logs web -n default -c web --previous'],
    revision: 12,
  });
  expect(diagnoseRestart(subject, viewOf(unhealthy), 1)).toEqual({
    findings: [{ text: 'container web exited with code 137 (Error, SIGKILL)' }, ...findings],
    remedies: [],
    revision: 12,
  });
  expect(diagnoseRestart(subject, viewOf(), 1)?.findings.at(-1)).toEqual({ text: 'the liveness probe of web failed' });
});

test('a failed pod is explained by its reason, or by its failed container', () => {
  const failed = podWith({ state: { terminated: exit(7) } }, { phase: 'Failed' });
  const running = aRunningPod('node-1');
  expect(diagnoseFailed(subjectWith([running, failed, failed]), viewOf())).toEqual({
    statement: 'pods/default/web failed: container web exited with code 7 (Error)',
    findings: [{ text: `container web ended at ${FINISHED}, after 5s`, revision: 12 }],
    remedies: ['kubectl logs web -n default -c web'],
    revision: 12,
  });
  const late = podWith(
    { state: { terminated: exit(137) } },
    { phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active too long' },
  );
  expect(diagnoseFailed(subjectWith([running, late]), viewOf())?.statement).toBe(
    'pods/default/web failed: DeadlineExceeded: Pod was active too long',
  );
});

test('an evicted pod is explained by the signal, its threshold, and its own usage', () => {
  const message =
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ' +
    'Container web was using 900Mi, request is 0, has larger consumption of memory. ';
  const evicted = podWith({}, { phase: 'Failed', reason: 'Evicted', message });
  const met = anEvent({
    metadata: { resourceVersion: '9' },
    reason: 'EvictionThresholdMet',
    message: 'Attempting to reclaim memory',
    involvedObject: { kind: 'Node', name: 'node-1', uid: 'node-1' },
  });
  expect(diagnoseEvicted(subjectWith([aRunningPod('node-1'), evicted]), viewOf(aNode(), met))).toEqual({
    statement:
      'pods/default/web was evicted from node-1: the node was low on memory: memory.available was 50Mi, and the threshold is 100Mi',
    findings: [
      { text: 'container web used 900Mi and requests 0', revision: 12 },
      { text: 'node-1: EvictionThresholdMet: Attempting to reclaim memory', revision: 9 },
      { text: 'node-1: MemoryPressure is Unknown now' },
    ],
    remedies: [
      'request what the containers use (resources.requests.memory): pods that use more than they request are evicted first',
      'limit them (resources.limits.memory): then one container is stopped instead of a whole node running short',
      'or start a lab with larger nodes: klockwork up --node-memory N',
    ],
    revision: 12,
  });
});

test.each([
  [
    'Pod was rejected: The node had condition: [MemoryPressure]. ',
    'wait until the condition of the node is over; controllers create other pods',
  ],
  ['Usage of EmptyDir volume "cache" exceeds the limit "1Mi". ', 'raise the limit that the message names, or write less'],
])('an eviction for another reason has its message: %s', (message, remedy) => {
  const evicted = podWith({}, { phase: 'Failed', reason: 'Evicted', message });
  expect(diagnoseEvicted(subjectWith([evicted]), viewOf())).toMatchObject({
    statement: `pods/default/web was evicted from node-1: ${message.trim()}`,
    remedies: [remedy],
  });
});

test('an undisturbed running pod needs no explanation', () => {
  const subject = subjectWith([aRunningPod('node-1')]);
  for (const ask of [diagnoseCrashLoop, diagnoseEvicted, diagnoseFailed, diagnoseRestarted]) expect(ask(subject, viewOf())).toBeUndefined();
});
