import { parseDuration } from '@klockwork/api-machinery';

/** Settings of the clock service only. */
export interface ClockConfig {
  /** Lab seconds per host second in a lab with an unchanged Clock; undefined: rate of the Clock object. */
  readonly rate?: number;
  /** Start of a lab without a log: ms behind the wall clock. */
  readonly behindMs: number;
}

/** Reads `KLOCKWORK_RATE` and `KLOCKWORK_BEHIND` (a duration, 0s). Throws Error with the variable's name. */
export function readClockConfig(env: Readonly<Record<string, string | undefined>>): ClockConfig {
  const behind = parseDuration(env.KLOCKWORK_BEHIND || '0s');
  if ('problem' in behind || behind.ms < 0) throw new Error(`KLOCKWORK_BEHIND must be a duration as 24h, not ${env.KLOCKWORK_BEHIND}`);
  if (!env.KLOCKWORK_RATE) return { behindMs: behind.ms };
  const rate = Number(env.KLOCKWORK_RATE);
  if (!(rate > 0)) throw new Error(`KLOCKWORK_RATE must be a number above 0, not ${env.KLOCKWORK_RATE}`);
  return { behindMs: behind.ms, rate };
}
