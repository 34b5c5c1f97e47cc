import { describe, expect, test } from 'vitest';
import { aReplicationController, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { replicationControllerKind } from './replication-controller.kind.ts';

test('kubectl get rc prints its row', () => {
  const controller = aReplicationController({ status: { replicas: 2, readyReplicas: 1 } });
  expect(rowOf(replicationControllerKind, controller, Date.parse('2026-01-01T00:01:00Z'))).toEqual({
    Name: 'web',
    Desired: 2,
    Current: 2,
    Ready: 1,
    Age: '60s',
    'Containers (wide)': 'web',
    'Images (wide)': 'nginx:1.27',
    'Selector (wide)': 'app=web',
  });
});

test('a controller gets selector and labels of its template by default', () => {
  const { object, errors } = tryCreate(replicationControllerKind, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } } },
  });
  expect(errors).toEqual([]);
  expect([object.metadata, object.spec?.selector, object.spec?.replicas, object.status]).toEqual([
    { name: 'web', namespace: 'default', labels: { app: 'web' }, generation: 1 },
    { app: 'web' },
    1,
    { replicas: 0 },
  ]);
});

describe('a controller is refused', () => {
  test.each<[string, object, string[]]>([
    ['without a selector and a template', { replicas: 1 }, ['spec.selector: Required value', 'spec.template: Required value']],
    [
      'with fewer than no replicas',
      { ...aReplicationController().spec, replicas: -1 },
      ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'that does not select its own pods',
      { ...aReplicationController().spec, selector: { app: 'db' } },
      ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
  ])('a controller is refused %s', (_, spec, errors) => {
    expect(tryCreate(replicationControllerKind, { ...aReplicationController(), spec }).errors).toEqual(errors);
  });
});

test("a selector may change, unlike a ReplicaSet's", () => {
  const { object, errors } = tryUpdate(replicationControllerKind, aReplicationController(), (draft) => {
    draft.spec = { ...draft.spec, selector: {}, template: { ...draft.spec?.template, metadata: { labels: { app: 'shop' } } } };
  });
  expect([errors, object.spec?.selector, object.metadata?.generation]).toEqual([[], { app: 'shop' }, 2]);
});

test('a scale has its selector as text, and the log has new replicas', () => {
  const previous = aReplicationController();
  expect(replicationControllerKind.projected?.scale?.read?.(previous)).toMatchObject({
    spec: { replicas: 2 },
    status: { selector: 'app=web' },
  });
  const next = aReplicationController({ spec: { replicas: 5 } });
  expect(replicationControllerKind.event({ verb: 'update', subresource: 'scale', previous, next })).toEqual({
    type: 'ReplicationControllerScaled',
    data: { from: 2, to: 5 },
  });
});
