import { describe, expect, test } from 'vitest';
import { eventOf, type WholeEvent } from '../stored-event.ts';
import { storedEvent } from '../testing/builders.ts';
import { questionsOf, restartEvent, restartsOf } from './questions.ts';

const key = (resource: string, name: string) => ({ group: '', resource, namespace: resource === 'nodes' ? '' : 'default', name });
const event = (revision: number, resource: string, type: string, object: object = {}): WholeEvent =>
  eventOf(
    storedEvent(revision, {
      key: key(resource, 'x'),
      type,
      change: type.endsWith('Created') ? 'created' : type.endsWith('Deleted') ? 'deleted' : 'updated',
      objectJson: JSON.stringify({ metadata: {}, ...object }),
    }),
  );
const at = (generation: number) => ({ metadata: { generation } });
const going = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };

describe('what is asked of', () => {
  test.each<[string, WholeEvent[], [string, number][]]>([
    [
      'a pod that lives: its creation',
      [event(1, 'pods', 'PodCreated'), event(2, 'pods', 'PodBound'), event(3, 'pods', 'PodStatusReported')],
      [['pods/default/x was created', 1]],
    ],
    [
      'a pod on its way out: why it goes, then why it came',
      [event(1, 'pods', 'PodCreated'), event(4, 'pods', 'PodDeletionRequested', going), event(5, 'pods', 'PodStatusReported', going)],
      [
        ['pods/default/x is being deleted', 4],
        ['pods/default/x was created', 1],
      ],
    ],
    [
      'a pod that is gone: the same',
      [event(1, 'pods', 'PodCreated'), event(4, 'pods', 'PodDeletionRequested', going), event(6, 'pods', 'PodDeleted', going)],
      [
        ['pods/default/x was deleted', 6],
        ['pods/default/x was created', 1],
      ],
    ],
    [
      'a node: its readiness, not its last report',
      [
        event(1, 'nodes', 'NodeCreated'),
        event(2, 'nodes', 'NodeBecameReady'),
        event(7, 'nodes', 'NodeBecameNotReady'),
        event(8, 'nodes', 'NodeTainted'),
        event(9, 'nodes', 'NodeStatusReported'),
      ],
      [
        ['nodes/x is NotReady', 7],
        ['nodes/x was created', 1],
      ],
    ],
    [
      'a Deployment: what was asked of it last, not its status',
      [
        event(1, 'deployments', 'DeploymentCreated', at(1)),
        event(2, 'deployments', 'DeploymentImageChanged', at(2)),
        event(3, 'deployments', 'DeploymentStatusReported', at(2)),
      ],
      [
        ['deployments/default/x was changed', 2],
        ['deployments/default/x was created', 1],
      ],
    ],
    [
      'a lease: not its renewals, of which the first are forgotten',
      [event(5, 'leases', 'LeaseRenewed'), event(6, 'leases', 'LeaseRenewed')],
      [['leases/default/x is what it is since the first event of it that is kept', 5]],
    ],
    ['nothing: nothing', [], []],
  ])('%s', (_, history, asked) => {
    expect(questionsOf(history).map(({ question, revision }) => [question, revision])).toEqual(asked);
  });
});

test('a restart is the first event with that restart count', () => {
  const counting = (...counts: number[]) => ({ status: { containerStatuses: counts.map((restartCount) => ({ restartCount })) } });
  const history = [
    event(1, 'pods', 'PodCreated'),
    event(2, 'pods', 'PodStatusReported', counting(0, 1)),
    event(3, 'pods', 'PodStatusReported', counting(3, 1)),
  ];
  expect(restartEvent(history, 1)?.revision).toBe(2);
  expect(restartEvent(history, 2)?.revision).toBe(3);
  expect(restartEvent(history, 4)).toBeUndefined();
  expect(restartsOf(history[2]?.object ?? {})).toBe(3);
});
