import { describe, expect, test } from 'vitest';
import { podColumns } from './pod.columns.ts';
import type { Pod } from './pod.ts';

const now = Date.parse('2026-01-01T01:00:00Z');
const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const waiting = (reason: string) => ({ waiting: { reason } });
const terminated = (exitCode: number, reason?: string, signal?: number) => ({ terminated: { exitCode, reason, signal } });
const lastState = { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:59:25Z' } };

interface Case {
  readonly init?: readonly object[];
  readonly containers?: readonly object[];
  readonly specInit?: readonly object[];
  readonly status?: object;
  readonly deleted?: boolean;
}

function pod({ init = [], containers = [{ ready: true, state: running }], specInit = [], status = {}, deleted = false }: Case): Pod {
  const named = (statuses: readonly object[], prefix: string) =>
    statuses.map((each, index) => ({ name: `${prefix}${index}`, ready: false, restartCount: 0, image: '', imageID: '', ...each }));
  return {
    metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z', ...(deleted ? { deletionTimestamp: '2026-01-01T01:00:00Z' } : {}) },
    spec: {
      containers: containers.map((_, index) => ({ name: `c${index}` })),
      initContainers: (specInit.length > 0 ? specInit : init).map((each, index) => ({
        name: `i${index}`,
        ...('restartPolicy' in each ? { restartPolicy: 'Always' } : {}),
      })),
    },
    status: {
      phase: 'Running',
      ...(init.length > 0 ? { initContainerStatuses: named(init, 'i') } : {}),
      containerStatuses: named(containers, 'c'),
      ...status,
    },
  } as Pod;
}

function row(of: Pod, columns: readonly string[] = ['Ready', 'Status', 'Restarts']): string {
  return columns.map((name) => podColumns.find((column) => column.name === name)?.cell(of, now)).join(' ');
}

const notStarted = { state: waiting('PodInitializing') };
const sidecar = { restartPolicy: 'Always', ready: true, started: true, state: running };

describe('kubectl get pods shows', () => {
  test.each<[string, Case, string]>([
    ['a pod that runs', {}, '1/1 Running 0'],
    ['a pod that waits for a node', { containers: [], status: { phase: 'Pending' } }, '0/0 Pending 0'],
    [
      'a pod at a scheduling gate',
      {
        containers: [],
        status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
      },
      '0/0 SchedulingGated 0',
    ],
    [
      'a pod that is being set up',
      { containers: [{ state: waiting('ContainerCreating') }], status: { phase: 'Pending' } },
      '0/1 ContainerCreating 0',
    ],
    [
      'an image that is not there',
      { containers: [{ state: waiting('ImagePullBackOff') }], status: { phase: 'Pending' } },
      '0/1 ImagePullBackOff 0',
    ],
    [
      'a crash loop',
      { containers: [{ state: waiting('CrashLoopBackOff'), restartCount: 4, lastState }] },
      '0/1 CrashLoopBackOff 4 (35s ago)',
    ],
    ['restarts without a known time', { containers: [{ ready: true, state: running, restartCount: 2 }] }, '1/1 Running 2'],
    ['a container that failed', { containers: [{ state: terminated(1, 'Error') }], status: { phase: 'Failed' } }, '0/1 Error 0'],
    ['a container out of memory', { containers: [{ state: terminated(137, 'OOMKilled') }] }, '0/1 OOMKilled 0'],
    ['an exit code without a reason', { containers: [{ state: terminated(3) }] }, '0/1 ExitCode:3 0'],
    ['a signal without a reason', { containers: [{ state: terminated(137, undefined, 9) }] }, '0/1 Signal:9 0'],
    ['a pod that is done', { containers: [{ state: terminated(0, 'Completed') }], status: { phase: 'Succeeded' } }, '0/1 Completed 0'],
    [
      'one container done, the pod still Ready',
      {
        containers: [{ state: terminated(0, 'Completed') }, { ready: true, state: running }],
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      },
      '1/2 Running 0',
    ],
    [
      'one container done, the pod not Ready',
      { containers: [{ state: terminated(0, 'Completed') }, { ready: true, state: running }] },
      '1/2 NotReady 0',
    ],
    [
      'the first of two troubles',
      { containers: [{ state: waiting('ErrImagePull') }, { state: terminated(1, 'Error') }] },
      '0/2 ErrImagePull 0',
    ],
    ['an evicted pod', { containers: [], status: { phase: 'Failed', reason: 'Evicted' } }, '0/0 Evicted 0'],
    ['a pod that is going', { deleted: true }, '1/1 Terminating 0'],
    [
      'a pod that had ended before it was deleted',
      { deleted: true, containers: [{ state: terminated(0, 'Completed') }], status: { phase: 'Succeeded' } },
      '0/1 Completed 0',
    ],
    ['a pod that is going on a lost node', { deleted: true, status: { reason: 'NodeLost' } }, '1/1 Unknown 0'],
    ['the first of two init containers at work', { init: [{ state: running }, notStarted], containers: [notStarted] }, '0/1 Init:0/2 0'],
    [
      'the second of two init containers at work',
      { init: [{ state: terminated(0, 'Completed') }, { state: running }], containers: [notStarted] },
      '0/1 Init:1/2 0',
    ],
    [
      'an init container that failed',
      { init: [{ state: terminated(1, 'Error'), restartCount: 1 }], containers: [notStarted] },
      '0/1 Init:Error 1',
    ],
    [
      'an init container that ended by a signal',
      { init: [{ state: terminated(137, undefined, 9) }], containers: [notStarted] },
      '0/1 Init:Signal:9 0',
    ],
    [
      'an init container that ended without a reason',
      { init: [{ state: terminated(2) }], containers: [notStarted] },
      '0/1 Init:ExitCode:2 0',
    ],
    [
      'an init container in a crash loop',
      { init: [{ state: waiting('CrashLoopBackOff'), restartCount: 3, lastState }], containers: [notStarted] },
      '0/1 Init:CrashLoopBackOff 3 (35s ago)',
    ],
    [
      'a pod between its init containers and its containers',
      { init: [{ state: terminated(0, 'Completed') }], containers: [notStarted] },
      '0/1 PodInitializing 0',
    ],
    [
      'restarts of the containers alone once init containers are through',
      { init: [{ state: terminated(0), restartCount: 5 }] },
      '1/1 Running 0',
    ],
    ['a sidecar among the ready containers', { init: [sidecar], specInit: [sidecar] }, '2/2 Running 0'],
    [
      'a sidecar that has not started',
      { init: [{ ...sidecar, started: false, ready: false }], specInit: [sidecar], containers: [notStarted] },
      '0/2 Init:0/1 0',
    ],
    ['restarts of a sidecar', { init: [{ ...sidecar, restartCount: 2, lastState }], specInit: [sidecar] }, '2/2 Running 2 (35s ago)'],
    [
      'a container by its own state when the pod was initialized before',
      {
        init: [{ state: running }],
        containers: [{ state: waiting('CrashLoopBackOff') }],
        status: { conditions: [{ type: 'Initialized', status: 'True' }] },
      },
      '0/1 CrashLoopBackOff 0',
    ],
  ])('kubectl get pods prints %s', (_, given, expected) => {
    expect(row(pod(given))).toBe(expected);
  });

  test('kubectl get pods -o wide prints the node', () => {
    const wide = ['IP', 'Node', 'Nominated Node', 'Readiness Gates'];
    expect(row(pod({}), wide)).toBe('<none> <none> <none> <none>');
    const bound = pod({
      status: { podIPs: [{ ip: '10.0.0.7' }], nominatedNodeName: 'node-2', conditions: [{ type: 'a', status: 'True' }] },
    });
    Object.assign(bound.spec as object, { nodeName: 'node-1', readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] });
    expect(row(bound, wide)).toBe('10.0.0.7 node-1 node-2 1/2');
  });

  test('kubectl get pods has nine columns, five in the narrow form', () => {
    expect(podColumns.map(({ name, priority = 0, type }) => `${name} ${type} ${priority}`)).toEqual([
      'Name string 0',
      'Ready string 0',
      'Status string 0',
      'Restarts string 0',
      'Age string 0',
      'IP string 1',
      'Node string 1',
      'Nominated Node string 1',
      'Readiness Gates string 1',
    ]);
    expect(row(pod({}), ['Name', 'Age'])).toBe('web 60m');
  });
});
