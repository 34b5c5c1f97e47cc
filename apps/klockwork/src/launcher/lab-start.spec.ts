import { expect, test } from 'vitest';
import { defaultBehindMs, jumpText, labStart } from './lab-start.ts';

const hostNow = Date.UTC(2026, 0, 2);
const DAY_MS = 86_400_000;

test('a first lab begins at host time minus the requested delay', () => {
  expect(labStart({ hostNow, behindMs: 0, endedAt: 0 })).toBe(hostNow);
  expect(labStart({ hostNow, behindMs: DAY_MS, endedAt: 0 })).toBe(hostNow - DAY_MS);
});

test('a lab continues at the end of its log, if later', () => {
  expect(labStart({ hostNow, behindMs: DAY_MS, endedAt: hostNow - 1_000 })).toBe(hostNow - 1_000);
  expect(labStart({ hostNow, behindMs: 0, endedAt: hostNow + 1_000 })).toBe(hostNow + 1_000);
  expect(labStart({ hostNow, behindMs: 0, endedAt: hostNow - 1_000 })).toBe(hostNow);
});

test('only a lab that is faster than the wall clock begins behind it by itself', () => {
  expect([0.1, 1, 60].map(defaultBehindMs)).toEqual([0, 0, DAY_MS]);
});

test('a lab that had stopped reports how far its time jumps', () => {
  const endedAt = hostNow - 22_680_000;
  expect(jumpText({ hostNow, behindMs: 0, endedAt })).toBe("the lab's time jumped 6h18m ahead: it had stopped at 2026-01-01 17:42:00.000Z");
});

test('a first lab, one that resumes at once, and one behind the wall clock report no jump', () => {
  expect(jumpText({ hostNow, behindMs: 0, endedAt: 0 })).toBeUndefined();
  expect(jumpText({ hostNow, behindMs: 0, endedAt: hostNow - 59_999 })).toBeUndefined();
  expect(jumpText({ hostNow, behindMs: DAY_MS, endedAt: hostNow - 22_680_000 })).toBeUndefined();
});
