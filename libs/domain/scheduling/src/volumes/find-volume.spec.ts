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

describe('the volume of a claim', () => {
  test.each<[string, PersistentVolumeClaim, PersistentVolume[], string | undefined]>([
    ['a claim gets the smallest sufficient volume', claim(), [volume('big', '5Gi'), volume('fit', '2Gi'), volume('small', '500Mi')], 'fit'],
    ['a claim gets the first by name of equal volumes', claim(), [volume('b'), volume('a')], 'a'],
    ['a claim gets a volume with fewest access modes', claim(), [volume('small', '1Gi', both), volume('big', '2Gi')], 'big'],
    ['a claim gets its reserved volume, regardless of size', claim(), [volume('a'), volume('mine', '9Gi', { claimRef: ours })], 'mine'],
    ['a claim gets no volume of another claim', claim(), [volume('a', '1Gi', { claimRef: { ...ours, uid: 'u0' } })], undefined],
    ['a claim gets no volume of another class', claim(), [volume('a', '1Gi', { storageClassName: 'slow' })], undefined],
    ['a claim gets no volume with other access modes', claim('1Gi', { accessModes: ['ReadWriteMany'] }), [volume('a')], undefined],
    ['a file system claim gets no block volume', claim(), [volume('a', '1Gi', { volumeMode: 'Block' })], undefined],
    ['a claim gets no volume that is too small', claim('2Gi'), [volume('a')], undefined],
    ['a claim gets no Pending volume', claim(), [{ ...volume('a'), status: { phase: 'Pending' } }], undefined],
    [
      'a claim gets a volume that it selects',
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
