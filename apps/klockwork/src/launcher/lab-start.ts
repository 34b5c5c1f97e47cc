import type { LabTime } from '@klockwork/kernel';

/** What a lab's first instant depends on. */
export interface LabStart {
  readonly hostNow: number;
  /** How far behind the wall clock the lab begins, in ms. */
  readonly behindMs: number;
  /** Where an earlier run has come to; 0 when there was none. */
  readonly endedAt: LabTime;
}

/** The lab's first instant: it never goes back (docs/adr/0008-lab-time-begins-where-the-log-ended.md). */
export function labStart({ hostNow, behindMs, endedAt }: LabStart): LabTime {
  return Math.max(Math.floor(hostNow - behindMs), endedAt);
}

const DAY_MS = 86_400_000;

/** Where nobody says how far behind: a lab that runs faster than the wall clock needs room before it is ahead of it. */
export function defaultBehindMs(rate: number): number {
  return rate > 1 ? DAY_MS : 0;
}
