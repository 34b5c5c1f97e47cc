import { expect, test } from 'vitest';
import { PLAIN } from '../output/colours.ts';
import { diffLines } from './diff.ts';
import { historyEntries } from './history.ts';

const key = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' };
const event = (revision: number, change: 'created' | 'updated' | 'deleted', replicas?: number, uid = 'u1') => ({
  ...{ revision, key, uid, change, previousRevision: revision - 1, previousRevisionOfKind: 0, type: 'DeploymentScaled', at: 0 },
  ...{ actor: { user: 'admin', userAgent: 'kubectl' }, correlationId: 'c', cause: { trigger: 'request' as const }, data: {} },
  ...(replicas !== undefined && { object: { metadata: { name: 'web' }, spec: { replicas } } }),
});

test('a history has the changed fields of each revision of an object, and none across objects', () => {
  const events = [event(1, 'created', 1), event(2, 'updated', 2), event(3, 'deleted', 2), event(4, 'created', 5, 'u2')];
  expect(events.map(historyEntries()).map(({ changes }) => changes)).toEqual([
    [],
    [{ path: 'spec.replicas', before: 1, after: 2 }],
    [],
    [],
  ]);
});

test('differences are marked by kind of change', () => {
  const [before, after] = [event(1, 'created', 1), event(2, 'updated', 2)];
  const moments = { before: { revision: 1, at: 0 }, after: { revision: 2, at: 1_000 } };
  const changes = [
    { key, after },
    { key, before },
    { key, before, after },
    { key, before, after: event(4, 'created', 1, 'u2') },
    { key, before: event(1, 'created'), after: event(2, 'updated') },
    { key, after, isBeforePruned: true as const },
  ];
  expect(diffLines({ ...moments, changes }, PLAIN)).toEqual([
    'from revision 1 (1970-01-01T00:00:00.000Z) to revision 2 (1970-01-01T00:00:01.000Z): 6 objects differ',
    '+ deployments/default/web',
    '- deployments/default/web',
    '~ deployments/default/web',
    '    spec.replicas: 1 → 2',
    '~ deployments/default/web',
    '    deleted and created again',
    '~ deployments/default/web',
    '    its values are confidential',
    '~ deployments/default/web',
    '    its earlier state was removed by retention',
  ]);
});
