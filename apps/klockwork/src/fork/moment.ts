import { readMoment } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { LogMoment } from '@klockwork/sqlite-event-store';
import { UserError } from '../user-error.ts';

/** Reads a moment: a revision, `-5m` before `now`, or a time of the lab. Without text, the end of the log. Throws UserError. */
export function momentOf(text: string | undefined, now: LabTime): LogMoment {
  if (text === undefined) return { at: Number.MAX_SAFE_INTEGER };
  const moment = readMoment(text, now);
  if ('problem' in moment) throw new UserError(moment.problem);
  return moment;
}
