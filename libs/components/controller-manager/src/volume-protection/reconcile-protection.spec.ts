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
  return action?.type === 'patch' ? (action.patch.body as { metadata: object }).metadata : undefined;
}

test.each<[string, object, boolean, unknown]>([
  ['without finalizer gets the finalizer', { finalizers: ['a'] }, false, { resourceVersion: '7', finalizers: ['a', finalizer] }],
  ['with finalizer keeps the finalizer', { finalizers: [finalizer] }, false, undefined],
  ['under deletion and in use keeps the finalizer', { finalizers: [finalizer], ...GOING }, true, undefined],
  [
    'under deletion and unused loses the finalizer',
    { finalizers: [finalizer, 'a'], ...GOING },
    false,
    { resourceVersion: '7', finalizers: ['a'] },
  ],
  ['under deletion gets no new finalizer', { ...GOING }, true, undefined],
])('a claim %s', (_, metadata, inUse, expected) => {
  expect(finalizersAfter(metadata, inUse)).toEqual(expected);
});
