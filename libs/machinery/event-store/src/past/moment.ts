import type { LabTime } from '@klockwork/kernel';
import type { Revision } from '../revision.ts';
import { readInstant } from '../search/log-instant.ts';
import { lastBefore } from '../search/log-search.ts';
import type { SearchedLog } from '../search/searched-log.ts';

/** Moment of the log: a revision, and the lab time of its event. */
export interface Moment {
  readonly revision: Revision;
  readonly at: LabTime;
}

/** Revisions of the second step back over pruned ones; later steps are twice as long. */
const FIRST_STEP = 16;

/** Moment as a text names it: a revision, or an instant of lab time. */
export type NamedMoment = { readonly revision: Revision } | { readonly at: LabTime };

/** Reads a revision (`812`), how long ago (`5m`, `-5m`), or a time of the lab (`11:32:02`, `2026-01-01T11:32:02Z`); a sentence for another text. */
export function readMoment(text: string, now: LabTime): NamedMoment | { readonly problem: string } {
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) };
  const at = readInstant(text.replace(/^-/, ''), now);
  if (at !== undefined) return { at };
  return {
    problem: `a moment is a revision, as 812, how long ago, as 5m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z, not ${JSON.stringify(text)}`,
  };
}

/**
 * Resolves a revision (`812`), how long ago (`5m`, `-5m`), or a time of the lab (`11:32:02`, `2026-01-01T11:32:02Z`) to the last event at or
 * before. Returns a sentence about another text, a revision or time to come, and a time before the log.
 */
export async function momentOf(log: SearchedLog, text: string, now: LabTime): Promise<Moment | { readonly problem: string }> {
  const head = log.head();
  if (head === 0) return { problem: 'the log is empty' };
  const namedMoment = readMoment(text, now);
  if ('problem' in namedMoment) return namedMoment;
  if ('revision' in namedMoment) return revisionMoment(log, namedMoment.revision);
  const { at } = namedMoment;
  if (at > now) return { problem: `${timeText(at)} is yet to come: it is ${timeText(now)}` };
  const revision = await lastBefore(log, at + 1);
  return revision === 0 ? beforeLog(log, at) : { revision, at: await timeOf(log, revision) };
}

async function revisionMoment(log: SearchedLog, revision: Revision): Promise<Moment | { readonly problem: string }> {
  if (revision < 1) return { problem: 'the log begins at revision 1' };
  if (revision > log.head()) return { problem: `the log ends at revision ${log.head()}` };
  return { revision, at: await timeOf(log, revision) };
}

/** Returns the time of the newest stored event at or before a revision. */
async function timeOf(log: SearchedLog, revision: Revision): Promise<LabTime> {
  for (let step = 1; ; step = step === 1 ? FIRST_STEP : step * 2) {
    const after = Math.max(0, revision - step);
    const foundEvent = (await log.read({ after, limit: step })).findLast((event) => event.revision <= revision);
    if (foundEvent !== undefined || after === 0) return foundEvent?.at ?? 0;
  }
}

async function beforeLog(log: SearchedLog, at: LabTime): Promise<{ readonly problem: string }> {
  const [first] = await log.read({ after: 0, limit: 1 });
  return { problem: `the log begins at ${timeText(first?.at ?? 0)}, after ${timeText(at)}` };
}

function timeText(at: LabTime): string {
  return new Date(at).toISOString();
}
