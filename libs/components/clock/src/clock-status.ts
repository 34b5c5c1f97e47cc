import { semanticEqual } from '@klockwork/api-machinery';
import type { ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance, ClockStatus, LabClock } from '@klockwork/resources';
import { timeText } from './advance-status.ts';

/** What the status of the Clock is to say. An advance of which nothing new is known stays as it is stored. */
export function clockStatus(
  clock: LabClock,
  { now, mode, rate }: ReturnType<ClockCoordinator['state']>,
  hostNow: number,
  advance: ClockAdvance | undefined,
): ClockStatus {
  const winding = advance ?? clock.status?.advance;
  return { mode, rate, time: timeText(now), hostTime: timeText(hostNow), ...(winding && { advance: winding }) };
}

/**
 * True when `next` says something that is worth a write: another mode, rate or phase; while an advance runs, how far it is only when
 * that is due. The time alone never is.
 */
export function worthWriting(stored: ClockStatus | undefined, next: ClockStatus, progressDue: boolean): boolean {
  const strip = progressDue ? withoutTime : withoutProgress;
  return !semanticEqual(strip(stored ?? {}), strip(next));
}

function withoutTime({ time: _, hostTime: __, ...status }: ClockStatus): ClockStatus {
  return status;
}

function withoutProgress(status: ClockStatus): ClockStatus {
  const { advance, ...rest } = withoutTime(status);
  if (advance?.phase !== 'Running') return { ...rest, ...(advance && { advance }) };
  const { now, jumps, jumpsPerSecond, hostSeconds, fired, blockedBy, to, ...told } = advance;
  return { ...rest, advance: told };
}
