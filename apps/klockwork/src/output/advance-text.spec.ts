import type { AdvancePhase, ClockAdvance } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { endText, progressLine } from './advance-text.ts';

const half: ClockAdvance = {
  id: 3,
  phase: 'Running',
  by: '10m0s',
  requestedAt: '2026-01-02T10:20:33.123Z',
  from: '2026-01-02T10:20:33.123Z',
  to: '2026-01-02T10:30:33.123Z',
  now: '2026-01-02T10:25:33.123Z',
  jumps: 319,
  jumpsPerSecond: 638.2,
  hostSeconds: 0.5,
  fired: [
    { name: 'crash-loop-back-off', count: 2 },
    { name: 'image-pull', count: 7 },
    { name: 'lease-renewal', count: 91 },
  ],
  blockedBy: [],
};
const upkeep = new Set(['lease-renewal']);

test('progress tells the lab time, the share that is done, the speed, and what was passed, work first', () => {
  expect(progressLine(half, upkeep)).toBe(
    '10:25:33Z  50% of 10m  638 jumps/s  passed image-pull ×7, crash-loop-back-off ×2, lease-renewal ×91',
  );
});

test('progress names what blocks, and not more kinds of timers than one reads', () => {
  const fired = [1, 2, 3, 4, 5].map((count) => ({ name: 'abcde'[count - 1] as string, count }));
  fired.push({ name: 'lease-renewal', count: 100 });
  const blockedBy = ['kubelet-agent-2 holds: exec', 'scheduler, which does not answer'];
  expect(progressLine({ ...half, fired, blockedBy, leftBehind: ['kubelet-agent-3'] }, upkeep)).toBe(
    '10:25:33Z  50% of 10m  638 jumps/s  passed e ×5, d ×4, c ×3, b ×2 and 2 more  waits for kubelet-agent-2 holds: exec; scheduler, which does not answer  goes on without kubelet-agent-3, which does not answer',
  );
});

test('a pending advance shows no progress', () => {
  expect(progressLine({ id: 3, phase: 'Pending', by: '10m0s', requestedAt: '2026-01-02T10:20:33.123Z' }, upkeep)).toBe(
    '10m: waiting for the clock to begin',
  );
});

const ends: [AdvancePhase, string][] = [
  ['Reached', '5m passed'],
  ['Idle', '5m passed until nothing was left to happen but upkeep'],
  ['Stepped', '5m passed to the next timer that is work'],
  ['ConditionMet', 'condition met after 5m'],
  ['Stopped', 'Stopped after 5m of 10m'],
  ['Failed', 'Failed after 5m of 10m'],
];
test.each(ends)('an advance that ended %s reports its outcome, time and cost', (phase, words) => {
  expect(endText({ ...half, phase })).toBe(`${words}: it is 2026-01-02 10:25:33.123Z in the lab (319 jumps, 500ms of yours).`);
});

test('an advance that began late passed the time that was requested', () => {
  const late: ClockAdvance = { ...half, phase: 'Reached', from: '2026-01-02T10:20:34.023Z' };
  expect(endText(late)).toBe('5m passed: it is 2026-01-02 10:25:33.123Z in the lab (319 jumps, 500ms of yours).');
});

test('an advance without work reports no passed time', () => {
  const stayed: ClockAdvance = { ...half, phase: 'Idle', now: half.from as string, jumps: 0 };
  expect(endText(stayed)).toBe(
    'Nothing is left to happen but upkeep: it is 2026-01-02 10:20:33.123Z in the lab (0 jumps, 500ms of yours).',
  );
});

test('an advance without a silent process names that process', () => {
  expect(endText({ ...half, phase: 'Reached', leftBehind: ['kubelet-agent-3', 'scheduler'] })).toBe(
    '5m passed: it is 2026-01-02 10:25:33.123Z in the lab (319 jumps, 500ms of yours).\nkubelet-agent-3, scheduler did not answer for 2s of yours, and time went on without: see "npx klockwork status".',
  );
});
