import { expect, test } from 'vitest';
import { changeText, type ObjectEvent, objectRevisions } from './object-history.ts';

const event = (revision: number, change: string, uid: string, replicas: number): ObjectEvent => ({
  ...{
    revision,
    at: revision,
    type: 'DeploymentScaled',
    key: { group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' },
  },
  ...{ actor: { user: 'admin' }, cause: { trigger: 'request' }, uid, change },
  object: { kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'web', uid, resourceVersion: `${revision}` }, spec: { replicas } },
});

test('a revision has the fields that differ from the former one of the same object', () => {
  const revisions = objectRevisions([event(1, 'created', 'a', 1), event(2, 'updated', 'a', 3), event(3, 'created', 'b', 5)]);
  expect(revisions.map((each) => [each.event.revision, each.changes.map(changeText)])).toEqual([
    [3, []],
    [2, ['spec.replicas: 1 → 3']],
    [1, []],
  ]);
});

test('an added and a removed field are told apart', () => {
  expect([changeText({ path: 'a', after: 'x' }), changeText({ path: 'a', before: { b: 1 } })]).toEqual(['a: + x', 'a: − {"b":1}']);
});
