import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { limitRanger } from './limit-ranger.ts';

const limits = [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } }];
const view = viewOf([resources.limitRanges, { metadata: { name: 'storage', namespace: 'default' }, spec: { limits } } as KubeObject]);

function ask(requests: object, operation: 'CREATE' | 'UPDATE') {
  const claim = { spec: { resources: { requests } } } as KubeObject;
  return outcomeOf(limitRanger, podRequest(claim, { resource: resources.persistentVolumeClaims, name: 'data', operation }), view);
}

const rule = (detail: string) => `persistentvolumeclaims "data" is forbidden: ${detail}`;

test.each<['CREATE' | 'UPDATE', object, string | undefined]>([
  ['CREATE', { storage: '1536Mi' }, undefined],
  ['CREATE', { storage: '500Mi' }, rule('minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi')],
  ['CREATE', { storage: '3Gi' }, rule('maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi')],
  ['UPDATE', { storage: '3Gi' }, rule('maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi')],
  [
    'CREATE',
    {},
    rule(
      '[minimum storage usage per PersistentVolumeClaim is 1Gi.  No request is specified, maximum storage usage per PersistentVolumeClaim is 2Gi.  No request is specified]',
    ),
  ],
])("a claim must stay within its namespace's bounds: %s %o", (operation, requests, message) => {
  const outcome = ask(requests, operation);
  if (message === undefined) expect(outcome).toEqual({ spec: { resources: { requests } } });
  else expect(outcome).toMatchObject({ code: 403, message });
});

test('a terminating claim is unbounded, so that its finalizers can be removed', () => {
  const gone = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, spec: { resources: { requests: { storage: '3Gi' } } } };
  const update = { resource: resources.persistentVolumeClaims, name: 'data', operation: 'UPDATE' as const, previous: gone as KubeObject };
  expect(outcomeOf(limitRanger, podRequest(gone as KubeObject, update), view)).toEqual(gone);
});
