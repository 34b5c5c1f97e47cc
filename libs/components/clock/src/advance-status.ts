import type { AdvanceOutcome, AdvanceProgress } from '@klockwork/lockstep';
import { type AdvancePhase, type ClockAdvance, type FiredTimer, firedList } from '@klockwork/resources';
import { conditionText } from './advance-command.ts';

/** Returns the status of a running advance, including progress under an earlier process. */
export function runningStatus(storedAdvance: ClockAdvance, progress: AdvanceProgress): ClockAdvance {
  return { ...statusOf(storedAdvance, progress, 'Running'), ...(progress.blockedBy.length > 0 && { blockedBy: [...progress.blockedBy] }) };
}

/** Returns the status of a finished advance. `problem` explains an unmet condition. */
export function endedStatus(
  storedAdvance: ClockAdvance,
  { progress, outcome, problem }: { progress: AdvanceProgress; outcome: AdvanceOutcome; problem: string | undefined },
): ClockAdvance {
  const message = messageOf(storedAdvance, outcome, problem);
  return { ...statusOf(storedAdvance, progress, outcome), ...(message !== undefined && { message }) };
}

/** Returns the final status of an advance that this process did not run: its progress stays as stored. */
export function unstartedStatus(storedAdvance: ClockAdvance, phase: 'Stopped' | 'Failed', message: string): ClockAdvance {
  const { blockedBy: _, stopRequested: __, ...request } = storedAdvance;
  return { ...request, phase, message };
}

function statusOf(storedAdvance: ClockAdvance, progress: AdvanceProgress, phase: AdvancePhase): ClockAdvance {
  const { blockedBy: _, stopRequested: __, ...request } = storedAdvance;
  const hostSeconds = (storedAdvance.hostSeconds ?? 0) + progress.hostMs / 1_000;
  const jumps = (storedAdvance.jumps ?? 0) + progress.jumps;
  const timers = sums(storedAdvance.fired ?? [], progress.fired);
  const leftBehind = [...new Set([...(storedAdvance.leftBehind ?? []), ...(progress.leftBehind ?? [])])].sort();
  return {
    ...request,
    phase,
    from: storedAdvance.from ?? timeText(progress.from),
    to: timeText(progress.to),
    now: timeText(progress.now),
    jumps,
    jumpsPerSecond: hostSeconds === 0 ? 0 : Math.round(jumps / hostSeconds),
    hostSeconds: Math.round(hostSeconds * 1_000) / 1_000,
    ...(timers.length > 0 && { fired: timers }),
    ...(leftBehind.length > 0 && { leftBehind }),
    ...(phase === 'Running' && storedAdvance.stopRequested && { stopRequested: true }),
  };
}

function messageOf({ until }: ClockAdvance, outcome: AdvanceOutcome, problem: string | undefined): string | undefined {
  if (outcome !== 'Reached' || until === undefined) return undefined;
  if (until.reach === 'Idle') return 'there was still work to do at the bound';
  if (until.reach === 'NextTimer') return 'no timer for work was due before the bound';
  return `${conditionText(until)} was not met before the bound${problem === undefined ? '' : `: ${problem}`}`;
}

function sums(storedTimers: readonly FiredTimer[], added: Readonly<Record<string, number>>): FiredTimer[] {
  const counts = new Map(storedTimers.map(({ name, count }) => [name, count]));
  for (const [name, count] of Object.entries(added)) counts.set(name, (counts.get(name) ?? 0) + count);
  return firedList(Object.fromEntries(counts));
}

/** Formats a time as RFC 3339 with milliseconds, the format of the Clock's status. */
export function timeText(at: number): string {
  return new Date(at).toISOString();
}
