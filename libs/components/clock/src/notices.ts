import type { EventSubject, Recording } from '@klockwork/controller-runtime';
import type { Cause } from '@klockwork/event-store';
import type { MemberState } from '@klockwork/lockstep';
import { type ClockAdvance, type LabClock, resources } from '@klockwork/resources';
import { conditionText } from './advance-command.ts';

export type Notice = Pick<Recording, 'eventType' | 'reason' | 'message'>;

/** Returns the Event for a notice about the Clock. */
export function recordingOf(clock: LabClock, notice: Notice): Recording {
  const about: EventSubject = { resource: resources.clocks, object: clock };
  return { about, ...notice };
}

/** Returns the notice of a rate change from `before`; 0 is a pause. */
export function rateNotice(rate: number, before: number): Notice {
  if (rate === 0) return normal('ClockPaused', 'The time of the lab stands still');
  const speed = rate === 1 ? 'with the time of the host' : `${rate} times as fast as the time of the host`;
  return normal(before === 0 ? 'ClockResumed' : 'ClockRateChanged', `The time of the lab goes ${speed}`);
}

/** Returns the notice of a started or resumed advance. */
export function startNotice({ from, to, until }: ClockAdvance): Notice {
  const goal = until === undefined ? '' : `, or until ${until.reach === 'Condition' ? conditionText(until) : until.reach}`;
  return normal('ClockAdvanceStarted', `Winding from ${from} to ${to}${goal}`);
}

/** Returns the notice of a finished advance. */
export function endNotice({ phase, now, requestedAt, jumps = 0, hostSeconds = 0, message, leftBehind = [] }: ClockAdvance): Notice {
  const without = leftBehind.length === 0 ? '' : `, without ${leftBehind.join(', ')}`;
  const passage = `${phase} at ${now ?? requestedAt} after ${jumps} ${jumps === 1 ? 'jump' : 'jumps'} in ${hostSeconds} s of the host${without}`;
  return {
    eventType: phase === 'Failed' ? 'Warning' : 'Normal',
    reason: 'ClockAdvanceEnded',
    message: message ? `${passage}: ${message}` : passage,
  };
}

/** Notice about a process, with its cause. */
export interface ProcessNotice {
  readonly notice: Notice;
  readonly cause: Cause;
}

/**
 * Returns notices for processes that left, fell silent or returned: the difference between two member lists. `missed` lists processes that
 * left earlier. First joins cause no notice, because every lab starts with many.
 */
export function processNotices(
  before: readonly MemberState[],
  after: readonly MemberState[],
  missed: ReadonlySet<string>,
): ProcessNotice[] {
  const [past, present] = [byName(before), byName(after)];
  const departures = before.filter(({ name, state }) => state !== 'expected' && !present.has(name));
  const changedStates = after.filter(({ name, state }) => past.get(name)?.state !== state);
  return [
    ...departures.map(({ name }) => ({ notice: normal('ProcessGone', `${name} is gone`), cause: fault(name) })),
    ...changedStates.flatMap((member) => changeOf(past.get(member.name)?.state, member, missed)),
  ];
}

function changeOf(before: MemberState['state'] | undefined, { name, state }: MemberState, missed: ReadonlySet<string>): ProcessNotice[] {
  if (state === 'fenced') {
    const message = `${name} does not answer: time goes on without it`;
    return [{ notice: { eventType: 'Warning', reason: 'ProcessFencedOut', message }, cause: fault(name) }];
  }
  if (state === 'expected' || (before !== 'fenced' && !missed.has(name))) return [];
  const cause: Cause = { trigger: 'boot', name };
  if (before === 'fenced') return [{ notice: normal('ProcessRejoined', `${name} answers again`), cause }];
  return [{ notice: normal('ProcessJoined', `${name} follows the clock`), cause }];
}

function fault(process: string): Cause {
  return { trigger: 'fault', name: `${process} does not answer` };
}

function byName(members: readonly MemberState[]): ReadonlyMap<string, MemberState> {
  return new Map(members.map((member) => [member.name, member]));
}

function normal(reason: string, message: string): Notice {
  return { eventType: 'Normal', reason, message };
}
