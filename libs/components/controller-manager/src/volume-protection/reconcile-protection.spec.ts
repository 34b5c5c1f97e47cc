import type { Plan } from '@klockwork/controller-runtime';
import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { reconcileProtection } from './reconcile-protection.ts';

const finalizer = 'kubernetes.io/pvc-protection';
const GOING = { deletionTimestamp: '2026-01-01T00:00:00Z' };

function finalizersAfter(metadata: object, inUse = false): unknown {
  const object = { metadata: { namespace: 'shop', name: 'data', resourceVersion: '7', ...metadata } };
  const plan: Plan = reconcileProtection({ object, resource: resources.persistentVolumeClaims, finalizer, inUse });
  const [action] = plan.stages.flat();
  return action?.do === 'patch' ? (action.patch.body as { metadata: object }).metadata : undefined;
}

test.each<[string, object, boolean, unknown]>([
  ['that has no mark gets it', { finalizers: ['a'] }, false, { resourceVersion: '7', finalizers: ['a', finalizer] }],
  ['that has its mark keeps it', { finalizers: [finalizer] }, false, undefined],
  ['that is to go and is used stays', { finalizers: [finalizer], ...GOING }, true, undefined],
  ['that is to go and is not used goes', { finalizers: [finalizer, 'a'], ...GOING }, false, { resourceVersion: '7', finalizers: ['a'] }],
  ['that is going is not marked anew', { ...GOING }, true, undefined],
])('a claim %s', (_, metadata, inUse, expected) => {
  expect(finalizersAfter(metadata, inUse)).toEqual(expected);
});
