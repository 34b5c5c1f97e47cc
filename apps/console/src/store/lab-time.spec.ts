import { expect, test } from 'vitest';
import { type ClockReport, labNow, pendingTimers } from './lab-time.ts';

const report: ClockReport = { now: 1_000, mode: 'Running', rate: 60, next: [], members: [] };

test('running time passes at its rate since the report', () => {
  expect(labNow({ report, hostAt: 100 }, 200)).toBe(7_000);
});

test.each(['Paused', 'Advancing'])('time in mode %s stands until the next report', (mode) => {
  expect(labNow({ report: { ...report, mode }, hostAt: 100 }, 200)).toBe(1_000);
});

test('pending timers have upkeep on demand', () => {
  const next = [
    { at: 1, process: 'kubelet-agent-1', name: 'node-lease-renew', upkeep: true },
    { at: 2, process: 'kubelet-agent-1', name: 'crash-loop-back-off', object: 'pods/default/web' },
  ];
  expect(pendingTimers({ ...report, next }, false).map(({ name }) => name)).toEqual(['crash-loop-back-off']);
  expect(pendingTimers({ ...report, next }, true)).toEqual(next);
});
