import { readInstant } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { LogMoment } from '@klockwork/sqlite-event-store';
import { UserError } from '../user-error.ts';

/** Parses a moment: a revision, `-5m` before `now`, or a time of the lab. Without text, the end of the log. Throws UserError. */
export function momentOf(text: string | undefined, now: LabTime): LogMoment {
  if (text === undefined) return { at: Number.MAX_SAFE_INTEGER };
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) };
  const at = readInstant(text.replace(/^-/, ''), now);
  if (at !== undefined) return { at };
  throw new UserError(
    `${JSON.stringify(text)} must be a revision, how long ago, as -5m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z`,
  );
}
