import type { ClockAdvance, ClockSpec, LabClock } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type AdvanceRunnerState, type ClockCommand, openCommands } from './open-commands.ts';

const advance = (id: number, phase: ClockAdvance['phase'], more: Partial<ClockAdvance> = {}): ClockAdvance => ({
  id,
  phase,
  by: '10m0s',
  requestedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const clock = (spec: ClockSpec, advance?: ClockAdvance): LabClock => ({ spec, status: advance === undefined ? {} : { advance } });
const state = (rate: number, begun = 0, underWay = false): AdvanceRunnerState => ({ rate, begun, underWay });

const pending = advance(3, 'Pending');
const running = advance(3, 'Running');

test.each<[string, LabClock, AdvanceRunnerState, ClockCommand[]]>([
  ['a clock that does what it should is left alone', clock({ rate: 60 }), state(60), []],
  ['a Clock without a spec runs with the host', {}, state(0), [{ type: 'scale', rate: 1 }]],
  ['another rate is set', clock({ rate: 60 }), state(1), [{ type: 'scale', rate: 60 }]],
  ['a pause is a rate of nothing', clock({ rate: 60, paused: true }), state(60), [{ type: 'scale', rate: 0 }]],
  ['a paused clock goes on at its rate', clock({ rate: 60, paused: false }), state(0), [{ type: 'scale', rate: 60 }]],
  ['an advance is begun', clock({ rate: 1 }, pending), state(1), [{ type: 'start', advance: pending }]],
  [
    'a rate that comes with an advance is set before',
    clock({ rate: 60 }, pending),
    state(1),
    [
      { type: 'scale', rate: 60 },
      { type: 'start', advance: pending },
    ],
  ],
  ['an advance is begun once', clock({ rate: 1 }, pending), state(1, 3, true), []],
  ['an advance takes the place of another', clock({ rate: 1 }, pending), state(1, 2, true), [{ type: 'start', advance: pending }]],
  [
    'an advance that ended before it began ends the one before',
    clock({ rate: 1 }, advance(3, 'Stopped')),
    state(1, 2, true),
    [{ type: 'stop' }],
  ],
  ['what a predecessor had begun goes on', clock({ rate: 1 }, running), state(1), [{ type: 'start', advance: running }]],
  [
    'what a predecessor had begun and somebody stopped is called off',
    clock({ rate: 1 }, advance(3, 'Running', { stopRequested: true })),
    state(1),
    [{ type: 'cancel', advance: advance(3, 'Running', { stopRequested: true }) }],
  ],
  ['what has ended is left alone', clock({ rate: 1 }, advance(3, 'Reached')), state(1), []],
  ['an advance ends on request', clock({ rate: 1 }, advance(3, 'Running', { stopRequested: true })), state(1, 3, true), [{ type: 'stop' }]],
  ['an end that has come is not asked for again', clock({ rate: 1 }, advance(3, 'Running', { stopRequested: true })), state(1, 3), []],
  ['an advance that was called off as it began ends', clock({ rate: 1 }, advance(3, 'Stopped')), state(1, 3, true), [{ type: 'stop' }]],
  ['an object from before the newest advance says nothing of it', clock({ rate: 1 }, running), state(1, 4, true), []],
])('%s', (_, object, done, commands) => {
  expect(openCommands(object, done)).toEqual(commands);
});
