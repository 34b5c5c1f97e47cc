import { expect, test } from 'vitest';
import type { LifeEvent } from './life-event.ts';
import { rowChanges } from './row-change.ts';
import { Timeline } from './timeline.ts';

let revision = 0;
const event = (resource: string, name: string, at: number, parts: Partial<LifeEvent>): LifeEvent => ({
  ...{ revision: ++revision, at, type: 'PodStatusReported', data: {}, uid: `uid-${name}` },
  key: { resource, namespace: resource === 'pods' ? 'default' : '', name },
  ...parts,
});
const object = (parts: object) => ({
  ...{ kind: '', apiVersion: 'v1', metadata: { name: '', uid: '', resourceVersion: '1' } },
  ...parts,
});
const container = (name: string, state: object, more: object = {}) => ({ name, state, restartCount: 0, ...more });
const status = (at: number, phase: string, ready: boolean, ...containerStatuses: object[]) =>
  event('pods', 'web', at, { data: { phase, ready }, object: object({ status: { containerStatuses } }) });
const waiting = (reason: string) => container('main', { waiting: { reason } });

function timeline(events: readonly LifeEvent[]): Timeline {
  const built = new Timeline();
  for (const each of events) built.add(rowChanges(each));
  return built;
}
const bars = (events: readonly LifeEvent[], id = 'uid-web') =>
  timeline(events)
    .row(id)
    ?.bars.map(({ from, to, label, tone }) => [from, to, label, tone]);

test('the life of a pod is drawn without gaps, and its last state lasts', () => {
  expect(
    bars([
      event('pods', 'web', 0, { type: 'PodCreated' }),
      event('pods', 'web', 1, { type: 'PodBound', data: { node: 'n' } }),
      status(2, 'Pending', false, waiting('ContainerCreating')),
      status(5, 'Running', false),
      status(8, 'Running', true),
      status(9, 'Running', true),
      status(12, 'Running', false, waiting('CrashLoopBackOff')),
    ]),
  ).toEqual([
    [0, 2, 'Pending', 'busy'],
    [2, 5, 'ContainerCreating', 'busy'],
    [5, 8, 'Running', 'busy'],
    [8, 12, 'Ready', 'good'],
    [12, undefined, 'CrashLoopBackOff', 'bad'],
  ]);
});

test('a container has a row of its own, and a restart begins another bar', () => {
  const running = (restartCount: number) => container('main', { running: {} }, { ready: true, restartCount });
  const events = [
    status(0, 'Pending', false, waiting('ContainerCreating')),
    status(3, 'Running', true, running(0)),
    status(6, 'Running', true, running(1)),
    status(8, 'Running', false, container('main', { terminated: { exitCode: 1, reason: 'Error' } }, { restartCount: 1 })),
    event('pods', 'web', 9, { type: 'PodDeleted' }),
  ];
  expect(bars(events, 'uid-web/main')).toEqual([
    [0, 3, 'ContainerCreating', 'busy'],
    [3, 6, 'Ready', 'good'],
    [6, 8, 'Ready', 'good'],
    [8, 9, 'Error', 'bad'],
  ]);
  expect(timeline(events).row('uid-web/main')).toMatchObject({ kind: 'container', container: 'main', key: 'default/web', isGone: true });
});

test('a deleted pod terminates, whatever its containers report, and ends', () => {
  const events = [
    status(0, 'Running', true),
    event('pods', 'web', 3, { type: 'PodDeletionRequested' }),
    status(4, 'Running', false),
    event('pods', 'web', 6, { type: 'PodDeleted' }),
  ];
  expect(bars(events)).toEqual([
    [0, 3, 'Ready', 'good'],
    [3, 6, 'Terminating', 'busy'],
  ]);
  expect(timeline(events).row('uid-web')?.isGone).toBe(true);
});

test('Events are marks of their pod, container or node, and probes are marks of their own', () => {
  const told = (at: number, involvedObject: object, parts: object) =>
    event('events', `e${at}`, at, { type: 'EventReported', object: object({ involvedObject, type: 'Normal', ...parts }) });
  const pod = { kind: 'Pod', namespace: 'default', name: 'web', uid: 'uid-web' };
  const built = timeline([
    told(1, pod, { reason: 'Scheduled', message: 'assigned' }),
    told(2, { ...pod, fieldPath: 'spec.containers{main}' }, { reason: 'Unhealthy', message: 'failed', type: 'Warning' }),
    told(3, { kind: 'Node', name: 'node-1' }, { reason: 'NodeReady' }),
    told(4, { kind: 'Deployment', name: 'web' }, { reason: 'ScalingReplicaSet' }),
  ]);
  const marks = (id: string) => built.row(id)?.marks.map(({ at, type, label, tone }) => [at, type, label, tone]);
  expect([marks('uid-web'), marks('uid-web/main'), marks('nodes/node-1')]).toEqual([
    [[1, 'event', 'Scheduled', 'done']],
    [[2, 'probe', 'Unhealthy', 'bad']],
    [[3, 'event', 'NodeReady', 'done']],
  ]);
  expect([built.hasFailed('uid-web'), built.hasFailed('nodes/node-1'), built.failures]).toEqual([true, false, [2]]);
});

test('a Fault has a row with its phases, and marks its nodes', () => {
  const fault = (at: number, phase: string) =>
    event('faults', 'cut', at, {
      type: 'FaultPhaseChanged',
      object: object({ spec: { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-2', 'x*'] } }, status: { phase } }),
    });
  const events = [fault(1, 'Active'), fault(5, 'Recovered'), event('faults', 'cut', 7, { type: 'FaultDeleted' })];
  expect(bars(events, 'faults/cut')).toEqual([
    [1, 5, 'Active', 'bad'],
    [5, 7, 'Recovered', 'done'],
  ]);
  expect(
    timeline(events)
      .row('nodes/node-2')
      ?.marks.map(({ label }) => label),
  ).toEqual(['NodePowerLoss Active', 'NodePowerLoss Recovered']);
});

test('nodes stand above pods by number, and a pod of the same name is another row', () => {
  const built = timeline([
    event('pods', 'web', 0, { type: 'PodCreated', uid: 'one' }),
    event('nodes', 'node-10', 1, { type: 'NodeRegistered' }),
    event('nodes', 'node-1', 1, { type: 'NodeRegistered' }),
    event('nodes', 'node-1', 2, { type: 'NodeBecameReady' }),
    event('nodes', 'node-1', 3, { type: 'NodeStatusReported' }),
    event('nodes', 'node-1', 9, { type: 'NodeBecameNotReady' }),
    event('pods', 'web', 9, { type: 'PodCreated', uid: 'two' }),
  ]);
  expect(built.order).toEqual(['nodes/node-1', 'nodes/node-10', 'one', 'two']);
  expect(built.row('nodes/node-1')?.bars.map(({ label }) => label)).toEqual(['Registered', 'Ready', 'NotReady']);
  expect(built.instants).toEqual([0, 1, 2, 9]);
});

test.each([
  ['Succeeded', 'done'],
  ['Failed', 'bad'],
] as const)('a pod that %s is %s', (phase, tone) => {
  expect(bars([status(0, phase, false)])?.[0]?.[3]).toBe(tone);
});
