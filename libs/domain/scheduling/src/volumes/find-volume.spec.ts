import type { Node } from '@klockwork/kubernetes-types';
import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { findVolume, mismatch } from './find-volume.ts';

const AT_A = {
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['a'] }] }] },
};

function volume(name: string, storage = '1Gi', spec: PersistentVolume['spec'] = {}, labels = {}): PersistentVolume {
  const own = { capacity: { storage }, accessModes: ['ReadWriteOnce'], storageClassName: 'fast' };
  return { metadata: { name, labels }, spec: { ...own, ...spec }, status: { phase: 'Available' } };
}

function claim(storage = '1Gi', spec: PersistentVolumeClaim['spec'] = {}): PersistentVolumeClaim {
  const own = { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage } } };
  return { metadata: { name: 'data', namespace: 'shop', uid: 'u1' }, spec: { ...own, ...spec } };
}

const node = (name: string): Node => ({ metadata: { name, labels: { 'kubernetes.io/hostname': name } } });
const ours = { namespace: 'shop', name: 'data' };
const both = { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] };

describe('a claim gets', () => {
  test.each<[string, PersistentVolumeClaim, PersistentVolume[], string | undefined]>([
    ['the smallest volume that is big enough', claim(), [volume('big', '5Gi'), volume('fit', '2Gi'), volume('small', '500Mi')], 'fit'],
    ['the first by name of equal ones', claim(), [volume('b'), volume('a')], 'a'],
    ['one with no more modes than need be', claim(), [volume('small', '1Gi', both), volume('big', '2Gi')], 'big'],
    ['the one reserved for it, however big', claim(), [volume('a'), volume('mine', '9Gi', { claimRef: ours })], 'mine'],
    ['nothing of another claim', claim(), [volume('a', '1Gi', { claimRef: { ...ours, uid: 'u0' } })], undefined],
    ['nothing of another class', claim(), [volume('a', '1Gi', { storageClassName: 'slow' })], undefined],
    ['nothing with other modes', claim('1Gi', { accessModes: ['ReadWriteMany'] }), [volume('a')], undefined],
    ['nothing of blocks', claim(), [volume('a', '1Gi', { volumeMode: 'Block' })], undefined],
    ['nothing too small', claim('2Gi'), [volume('a')], undefined],
    ['nothing that is not free yet', claim(), [{ ...volume('a'), status: { phase: 'Pending' } }], undefined],
    [
      'what it selects',
      claim('1Gi', { selector: { matchLabels: { tier: 'gold' } } }),
      [volume('a'), volume('b', '1Gi', {}, { tier: 'gold' })],
      'b',
    ],
  ])('%s', (_, wanted, volumes, name) => {
    expect(findVolume(wanted, volumes)?.metadata?.name).toBe(name);
  });

  test('a claim gets a volume reachable from its node', () => {
    const volumes = [volume('at-a', '1Gi', { nodeAffinity: AT_A }), volume('anywhere', '2Gi')];
    expect(findVolume(claim(), volumes, { node: node('a') })?.metadata?.name).toBe('at-a');
    expect(findVolume(claim(), volumes, { node: node('b') })?.metadata?.name).toBe('anywhere');
    expect(findVolume(claim(), volumes, { node: node('b'), taken: new Set(['anywhere']) })).toBeUndefined();
  });

  test('a claim whose reserved volume is unreachable gets none', () => {
    const volumes = [volume('mine', '1Gi', { nodeAffinity: AT_A, claimRef: ours }), volume('anywhere')];
    expect(findVolume(claim(), volumes, { node: node('b') })).toBeUndefined();
  });

  test('a WaitForFirstConsumer claim gets no volume before its pod has a node', () => {
    expect(findVolume(claim(), [volume('a')], { late: true })).toBeUndefined();
    expect(findVolume(claim(), [volume('a', '1Gi', { claimRef: ours })], { late: true })?.metadata?.name).toBe('a');
  });
});

test.each<[string, PersistentVolume, PersistentVolumeClaim, string | undefined]>([
  ['size', volume('a'), claim('2Gi'), 'requested PV is too small'],
  ['class', volume('a', '1Gi', { storageClassName: '' }), claim(), 'storageClassName does not match'],
  ['mode', volume('a', '1Gi', { volumeMode: 'Block' }), claim(), 'incompatible volumeMode'],
  ['access', volume('a'), claim('1Gi', { accessModes: ['ReadWriteMany'] }), 'incompatible accessMode'],
  ['nothing', volume('a'), claim(), undefined],
])('a claim is not bound to its named volume: %s', (_, asked, by, text) => {
  expect(mismatch(asked, by)).toBe(text);
});
