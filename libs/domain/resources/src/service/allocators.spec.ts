import { type Random, SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { allocateClusterIP, inClusterIpRange, KUBERNETES_SERVICE_IP } from './cluster-ip.ts';
import { allocateNodePort } from './node-port.ts';

/** Always draws the same. */
function fixed(integer: (below: number) => number): Random {
  return { ...new SeededRandom(1), integer } as unknown as Random;
}

test('addresses are allocated from the upper part of 10.96.0.0/12, after a used one', () => {
  const lowest = fixed(() => 0);
  expect(allocateClusterIP(new Set(), lowest)).toBe('10.96.1.1');
  expect(allocateClusterIP(new Set(['10.96.1.1']), lowest)).toBe('10.96.1.2');
  expect(
    allocateClusterIP(
      new Set(),
      fixed((below) => below - 1),
    ),
  ).toBe('10.111.255.254');
});

test('the range leaves out its first and its last address', () => {
  const judged = ['10.96.0.0', KUBERNETES_SERVICE_IP, '10.111.255.254', '10.111.255.255', '10.112.0.1'].map(inClusterIpRange);
  expect(judged).toEqual([false, true, true, false, false]);
});

test('node ports are allocated from above 30085, then from the static band, then not at all', () => {
  const lowest = fixed(() => 0);
  const upper = new Set(Array.from({ length: 32_767 - 30_086 + 1 }, (_, index) => 30_086 + index));
  const all = new Set([...upper, ...Array.from({ length: 86 }, (_, index) => 30_000 + index)]);
  expect([allocateNodePort(new Set(), lowest), allocateNodePort(upper, lowest), allocateNodePort(all, lowest)]).toEqual([
    30_086,
    30_000,
    undefined,
  ]);
});

test('the same seed allocates the same address', () => {
  const draw = () => allocateClusterIP(new Set(), new SeededRandom(8731).fork('services'));
  expect(draw()).toBe(draw());
});
