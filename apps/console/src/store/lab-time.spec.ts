import { expect, test } from 'vitest';
import { type ClockReport, labNow, nextWork } from './lab-time.ts';

const report: ClockReport = { now: 1_000, mode: 'Running', rate: 60, next: [] };

test('running time passes at its rate since the report', () => {
  expect(labNow({ report, hostAt: 100 }, 200)).toBe(7_000);
});

test.each(['Paused', 'Advancing'])('time in mode %s stands until the next report', (mode) => {
  expect(labNow({ report: { ...report, mode }, hostAt: 100 }, 200)).toBe(1_000);
});

test('the next timer is the first that is no upkeep', () => {
  const next = [
    { at: 1, name: 'node-lease-renew', upkeep: true },
    { at: 2, name: 'crash-loop-back-off', object: 'pods/default/web' },
  ];
  expect(nextWork({ report: { ...report, next }, hostAt: 0 })?.name).toBe('crash-loop-back-off');
  expect(nextWork({ report, hostAt: 0 })).toBeUndefined();
});
