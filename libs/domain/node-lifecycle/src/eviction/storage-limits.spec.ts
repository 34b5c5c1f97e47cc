import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { storageExcess } from './storage-limits.ts';

const MI = 2 ** 20;
const container = (name: string, limit?: string) => ({
  ...{ name, image: 'busybox' },
  resources: limit === undefined ? {} : { limits: { 'ephemeral-storage': limit } },
});
const pod = aPod({ spec: { containers: [container('a', '10Mi'), container('b', '20Mi')] } });
const usage = (a: number, b: number, volumes = 0) => ({
  containers: [
    { name: 'a', memoryBytes: 0, diskBytes: a * MI, processes: 1 },
    { name: 'b', memoryBytes: 0, diskBytes: b * MI, processes: 1 },
  ],
  volumeBytes: volumes * MI,
});

test.each<[string, ReturnType<typeof usage>, string | undefined]>([
  ['within its limits', usage(10, 20), undefined],
  ['with a container above its own', usage(11, 0), 'Container a exceeded its local ephemeral storage limit "10Mi". '],
  ['above all its limits together', usage(5, 20, 6), 'Pod ephemeral local storage usage exceeds the total limit of containers 30Mi. '],
])('a pod %s', (_, used, expected) => {
  expect(storageExcess(pod, used)).toBe(expected);
});

test('a pod without limits may write any amount', () => {
  expect(storageExcess(aPod({ spec: { containers: [container('a')] } }), usage(1_000, 0))).toBeUndefined();
});
