import { expect, it } from 'vitest';
import { defaultBehindMs, labStart } from './lab-start.ts';

const hostNow = Date.UTC(2026, 0, 2);
const DAY_MS = 86_400_000;

it('a first lab begins at the host time, or as far behind as someone said', () => {
  expect(labStart({ hostNow, behindMs: 0, endedAt: 0 })).toBe(hostNow);
  expect(labStart({ hostNow, behindMs: DAY_MS, endedAt: 0 })).toBe(hostNow - DAY_MS);
});

it('a lab goes on where its log ended, when that is later', () => {
  expect(labStart({ hostNow, behindMs: DAY_MS, endedAt: hostNow - 1_000 })).toBe(hostNow - 1_000);
  expect(labStart({ hostNow, behindMs: 0, endedAt: hostNow + 1_000 })).toBe(hostNow + 1_000);
  expect(labStart({ hostNow, behindMs: 0, endedAt: hostNow - 1_000 })).toBe(hostNow);
});

it('only a lab that is faster than the wall clock begins behind it by itself', () => {
  expect([0.1, 1, 60].map(defaultBehindMs)).toEqual([0, 0, DAY_MS]);
});
