import { expect, test } from 'vitest';
import { aControllerRevision, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { controllerRevisionKind } from './controller-revision.kind.ts';
import type { ControllerRevision } from './controller-revision.ts';

test('a revision without data or with a negative number is refused', () => {
  expect(tryCreate(controllerRevisionKind, { metadata: { name: 'a', namespace: 'default' }, revision: -1 }).errors).toEqual([
    'data: Required value: data is mandatory',
    'revision: Invalid value: -1: must be greater than or equal to 0',
  ]);
});

test('a revision may move in its history, and its data never changes', () => {
  const update = (change: Partial<ControllerRevision>) =>
    tryUpdate<ControllerRevision>(controllerRevisionKind, aControllerRevision(), (draft) => void Object.assign(draft, change)).errors;
  expect([update({ revision: 7 }), update({ data: { spec: {} } })]).toEqual([[], ['data: Invalid value: {"spec":{}}: field is immutable']]);
});

test('a revision is printed with its owner', () => {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'logs', uid: 'u', controller: true }];
  expect(rowOf(controllerRevisionKind, aControllerRevision({ metadata: { ownerReferences } }), 0)).toMatchObject({
    Controller: 'daemonset.apps/logs',
    Revision: '1',
  });
  expect(rowOf(controllerRevisionKind, aControllerRevision(), 0)).toMatchObject({ Controller: '<none>' });
});
