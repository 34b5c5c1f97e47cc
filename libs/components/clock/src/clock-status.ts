import { semanticEqual } from '@klockwork/api-machinery';
import type { ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance, ClockStatus, LabClock } from '@klockwork/resources';
import { timeText } from './advance-status.ts';

/** Returns the desired status of the Clock. An advance without news keeps its stored status. */
export function clockStatus(
  clock: LabClock,
  { now, mode, rate }: ReturnType<ClockCoordinator['state']>,
  hostNow: number,
  advance: ClockAdvance | undefined,
): ClockStatus {
  const latest = advance ?? clock.status?.advance;
  return { mode, rate, time: timeText(now), hostTime: timeText(hostNow), ...(latest && { advance: latest }) };
}

/**
 * True if the change of status is worth a write: a new mode, rate or phase, or due progress of a running advance. Changes of time alone are
 * not.
 */
export function worthWriting(storedStatus: ClockStatus | undefined, next: ClockStatus, progressDue: boolean): boolean {
  const strip = progressDue ? withoutTime : withoutProgress;
  return !semanticEqual(strip(storedStatus ?? {}), strip(next));
}

function withoutTime({ time: _, hostTime: __, ...status }: ClockStatus): ClockStatus {
  return status;
}

function withoutProgress(status: ClockStatus): ClockStatus {
  const { advance, ...rest } = withoutTime(status);
  if (advance?.phase !== 'Running') return { ...rest, ...(advance && { advance }) };
  const { now, jumps, jumpsPerSecond, hostSeconds, fired, blockedBy, to, ...kept } = advance;
  return { ...rest, advance: kept };
}
