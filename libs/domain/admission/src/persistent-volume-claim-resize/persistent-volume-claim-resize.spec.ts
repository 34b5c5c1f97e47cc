import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';

const fixed = [resources.storageClasses, { metadata: { name: 'fixed' } }] as const;
const growing = [resources.storageClasses, { metadata: { name: 'growing' }, allowVolumeExpansion: true } as KubeObject] as const;

function claim(storageClassName: string, storage: string, phase = 'Bound'): KubeObject {
  return { spec: { storageClassName, resources: { requests: { storage } } }, status: { phase } } as KubeObject;
}

function grow(storageClassName: string, size: string, phase?: string) {
  const update = { operation: 'UPDATE' as const, resource: resources.persistentVolumeClaims, name: 'data' };
  const request = podRequest(claim(storageClassName, size, phase), { ...update, previous: claim(storageClassName, '1Gi', phase) });
  return outcomeOf(persistentVolumeClaimResize, request, viewOf(fixed, growing));
}

test('a claim grows only with an expandable class, and may keep its size with any class', () => {
  expect(grow('growing', '2Gi')).toEqual(claim('growing', '2Gi'));
  expect(grow('fixed', '1024Mi')).toEqual(claim('fixed', '1024Mi'));
});

test.each([
  ['of a class that does not let it', 'fixed', 'Bound'],
  ['of a class that is not there', 'gone', 'Bound'],
  ['of no class', '', 'Bound'],
])('a claim %s does not grow', (_, name, phase) => {
  expect(grow(name, '2Gi', phase)).toMatchObject({
    code: 403,
    message:
      'persistentvolumeclaims "data" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  });
});

test('an unbound claim does not grow', () => {
  expect(grow('growing', '2Gi', 'Pending')).toMatchObject({
    message: 'persistentvolumeclaims "data" is forbidden: Only bound persistent volume claims can be expanded',
  });
});
