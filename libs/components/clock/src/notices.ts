import type { About, Recording } from '@klockwork/controller-runtime';
import type { MemberState } from '@klockwork/lockstep';
import { type ClockAdvance, type LabClock, resources } from '@klockwork/resources';

/** What happened, for an Event. */
export type Notice = Pick<Recording, 'type' | 'reason' | 'message'>;

/** The Event of a notice about the Clock. */
export function recordingOf(clock: LabClock, notice: Notice): Recording {
  const about: About = { resource: resources.clocks, object: clock };
  return { about, ...notice };
}

/** The rate that was set; 0 is a pause. `before` is the rate that held. */
export function rateNotice(rate: number, before: number): Notice {
  if (rate === 0) return normal('ClockPaused', 'The time of the lab stands still');
  const speed = rate === 1 ? 'with the time of the host' : `${rate} times as fast as the time of the host`;
  return normal(before === 0 ? 'ClockResumed' : 'ClockRateChanged', `The time of the lab goes ${speed}`);
}

/** An advance that began or went on. */
export function startNotice({ from, to, until }: ClockAdvance): Notice {
  const goal = until === undefined ? '' : `, or until ${until.reach === 'Condition' ? until.for : until.reach}`;
  return normal('ClockAdvanceStarted', `Winding from ${from} to ${to}${goal}`);
}

/** An advance that ended. */
export function endNotice({ phase, now, requestedAt, jumps = 0, hostSeconds = 0, message }: ClockAdvance): Notice {
  const passed = `${phase} at ${now ?? requestedAt} after ${jumps} ${jumps === 1 ? 'jump' : 'jumps'} in ${hostSeconds} s of the host`;
  return {
    type: phase === 'Failed' ? 'Warning' : 'Normal',
    reason: 'ClockAdvanceEnded',
    message: message ? `${passed}: ${message}` : passed,
  };
}

/** Processes that came, went, or do not answer: the difference between two looks at the members. */
export function processNotices(before: readonly MemberState[], after: readonly MemberState[]): Notice[] {
  const [past, present] = [byName(before), byName(after)];
  const gone = before.filter(({ name, state }) => state !== 'expected' && !present.has(name));
  return [
    ...gone.map(({ name }) => normal('ProcessGone', `${name} is gone`)),
    ...after.flatMap((member) => change(past.get(member.name), member)),
  ];
}

function change(before: MemberState | undefined, { name, state }: MemberState): Notice[] {
  if (before?.state === state || state === 'expected') return [];
  if (state === 'fenced') return [{ type: 'Warning', reason: 'ProcessFencedOut', message: `${name} does not answer, fenced out` }];
  if (before?.state === 'fenced') return [normal('ProcessRejoined', `${name} answers again`)];
  return [normal('ProcessJoined', `${name} follows the clock`)];
}

function byName(members: readonly MemberState[]): ReadonlyMap<string, MemberState> {
  return new Map(members.map((member) => [member.name, member]));
}

function normal(reason: string, message: string): Notice {
  return { type: 'Normal', reason, message };
}
