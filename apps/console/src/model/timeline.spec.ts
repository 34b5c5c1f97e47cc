import { expect, test } from 'vitest';
import { type LifeEvent, timelineRows } from './timeline.ts';

let revision = 0;
const event = (resource: 'nodes' | 'pods', name: string, at: number, parts: Partial<LifeEvent>): LifeEvent => ({
  ...{ revision: ++revision, at, type: 'PodStatusReported', data: {}, uid: `uid-${name}` },
  key: { resource, namespace: resource === 'pods' ? 'default' : '', name },
  ...parts,
});
const status = (at: number, phase: string, ready: boolean, reason?: string) =>
  event('pods', 'web', at, {
    data: { phase, ready },
    object: { status: { containerStatuses: [{ state: reason === undefined ? {} : { waiting: { reason } } }] } },
  });
const bars = (events: readonly LifeEvent[]) => timelineRows(events)[0]?.bars.map(({ from, to, label, tone }) => [from, to, label, tone]);

test('the life of a pod is drawn without gaps, and its last state lasts', () => {
  expect(
    bars([
      event('pods', 'web', 0, { type: 'PodCreated' }),
      event('pods', 'web', 1, { type: 'PodBound', data: { node: 'n' } }),
      status(2, 'Pending', false, 'ContainerCreating'),
      status(5, 'Running', false),
      status(8, 'Running', true),
      status(9, 'Running', true),
      status(12, 'Running', false, 'CrashLoopBackOff'),
    ]),
  ).toEqual([
    [0, 2, 'Pending', 'busy'],
    [2, 5, 'ContainerCreating', 'busy'],
    [5, 8, 'Running', 'busy'],
    [8, 12, 'Ready', 'good'],
    [12, undefined, 'CrashLoopBackOff', 'bad'],
  ]);
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
  expect(timelineRows(events)[0]?.isGone).toBe(true);
});

test('nodes stand above pods, and a pod of the same name is another row', () => {
  const rows = timelineRows([
    event('pods', 'web', 0, { type: 'PodCreated', uid: 'one' }),
    event('nodes', 'node-10', 1, { type: 'NodeRegistered' }),
    event('nodes', 'node-1', 1, { type: 'NodeRegistered' }),
    event('nodes', 'node-1', 2, { type: 'NodeBecameReady' }),
    event('nodes', 'node-1', 3, { type: 'NodeStatusReported' }),
    event('nodes', 'node-1', 9, { type: 'NodeBecameNotReady' }),
    event('pods', 'web', 5, { type: 'PodCreated', uid: 'two' }),
  ]);
  expect(rows.map(({ resource, key, uid }) => [resource, key, uid])).toEqual([
    ['nodes', 'node-1', 'uid-node-1'],
    ['nodes', 'node-10', 'uid-node-10'],
    ['pods', 'default/web', 'one'],
    ['pods', 'default/web', 'two'],
  ]);
  expect(rows[0]?.bars.map(({ label }) => label)).toEqual(['starting', 'Ready', 'NotReady']);
});

test.each([
  ['Succeeded', 'done'],
  ['Failed', 'bad'],
] as const)('a pod that %s is %s', (phase, tone) => {
  expect(timelineRows([status(0, phase, false)])[0]?.bars[0]?.tone).toBe(tone);
});
