import type { ClockReport } from '@klockwork/lockstep';
import { expect, test } from 'vitest';
import { clockText } from './clock-text.ts';

const now = Date.UTC(2026, 0, 2, 10, 20, 33, 123);
const running: ClockReport = {
  now,
  mode: 'Running',
  rate: 1,
  members: [{ name: 'scheduler', state: 'following', holds: {} }],
  next: [
    { at: now, process: 'scheduler', name: 'flush-unschedulable' },
    { at: now + 1_200, process: 'kubelet-agent-1', name: 'lease-renewal', object: 'nodes/node-1', upkeep: true },
    { at: now + 280_000, process: 'kubelet-agent-2', name: 'crash-loop-back-off', object: 'pods/default/web-1' },
  ],
};

test('the text has lab time, rate, and the next timers with their purpose', () => {
  expect(clockText(running, { hostNow: now, all: true })).toBe(`lab time    2026-01-02 10:20:33.123Z
mode        Running at rate 1

IN      AT             TIMER                 OBJECT               PROCESS
now     10:20:33.123   flush-unschedulable   -                    scheduler
1.2s    10:20:34.323   lease-renewal         nodes/node-1         kubelet-agent-1
4m40s   10:25:13.123   crash-loop-back-off   pods/default/web-1   kubelet-agent-2`);
});

test('timers of upkeep are counted, unless all are asked for', () => {
  expect(clockText(running, { hostNow: now }).split('\n').slice(3)).toEqual([
    'IN      AT             TIMER                 OBJECT               PROCESS',
    'now     10:20:33.123   flush-unschedulable   -                    scheduler',
    '4m40s   10:25:13.123   crash-loop-back-off   pods/default/web-1   kubelet-agent-2',
    'and 1 of upkeep: --all shows it',
  ]);
});

test('a quiet lab has nothing left to happen but upkeep', () => {
  const next = ['node-lease-renew', 'log-heads'].map((name) => ({ at: now + 1_000, process: 'api-server', name, upkeep: true }) as const);
  expect(
    clockText({ ...running, next }, { hostNow: now })
      .split('\n')
      .slice(3),
  ).toEqual(['Nothing is left to happen but upkeep.', '2 of upkeep: --all shows them']);
});

test('a noticeable difference to the wall clock is printed', () => {
  const first = (hostNow: number) => clockText(running, { hostNow }).split('\n')[0];
  expect(first(now - 600_000)).toBe('lab time    2026-01-02 10:20:33.123Z (10m ahead of the wall clock)');
  expect(first(now + 86_400_000)).toBe('lab time    2026-01-02 10:20:33.123Z (24h behind the wall clock)');
});

test('a paused lab prints the rate of its resume, and processes that do not follow', () => {
  const paused: ClockReport = {
    ...running,
    mode: 'Paused',
    rate: 60,
    next: [],
    members: [
      { name: 'api-server', state: 'expected', holds: {} },
      { name: 'scheduler', state: 'fenced', holds: {} },
    ],
  };
  expect(clockText(paused, { hostNow: now })).toBe(`lab time    2026-01-02 10:20:33.123Z
mode        Paused (rate 60 when it goes on)
waits for   api-server, which is starting; scheduler, which does not answer

No timer is set anywhere.`);
});

test('a running advance prints its progress, and its blockers', () => {
  const advance = {
    from: now - 60_000,
    to: now + 540_000,
    now,
    jumps: 80,
    fired: {},
    hostMs: 90,
    blockedBy: ['kubelet-agent-2 holds: exec'],
  };
  expect(clockText({ ...running, mode: 'Advancing', next: [], advance }, { hostNow: now })).toBe(`lab time    2026-01-02 10:20:33.123Z
mode        Advancing to 2026-01-02 10:29:33.123Z: 1m of 10m
waits for   kubelet-agent-2 holds: exec

No timer is set anywhere.`);
});

test('holds of programs outside have their expiry', () => {
  const holds = [{ name: 'builder', expiresInMs: 4_200 }];
  expect(clockText({ ...running, holds }, { hostNow: now }).split('\n')[2]).toBe('held by     builder for at most 4.2s');
});
