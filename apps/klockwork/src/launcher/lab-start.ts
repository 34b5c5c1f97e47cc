import type { LabTime } from '@klockwork/kernel';
import { labTimeText } from '../output/clock-text.ts';
import { spanText } from '../output/span.ts';

/** Inputs of a lab's first instant. */
export interface LabStart {
  readonly hostNow: number;
  /** How far behind the wall clock the lab begins, in ms. */
  readonly behindMs: number;
  /** Lab time at the end of an earlier run; 0 without one. */
  readonly endedAt: LabTime;
}

/** The lab's first instant: it never goes back (docs/adr/0008-lab-time-begins-where-the-log-ended.md). */
export function labStart({ hostNow, behindMs, endedAt }: LabStart): LabTime {
  return Math.max(Math.floor(hostNow - behindMs), endedAt);
}

/** Shorter jumps need no explanation. */
const JUMP_MS_MIN = 60_000;

/** How far a lab's time jumps because the lab had stopped, in a line; undefined where there is nothing to report. */
export function jumpText(start: LabStart): string | undefined {
  const { endedAt } = start;
  const jumpMs = labStart(start) - endedAt;
  if (endedAt === 0 || jumpMs < JUMP_MS_MIN) return undefined;
  return `the lab's time jumped ${spanText(jumpMs)} ahead: it had stopped at ${labTimeText(endedAt)}`;
}

const DAY_MS = 86_400_000;

/** Where nobody says how far behind: a lab that runs faster than the wall clock needs room before it is ahead of it. */
export function defaultBehindMs(rate: number): number {
  return rate > 1 ? DAY_MS : 0;
}
