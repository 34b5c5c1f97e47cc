import { parseDuration } from '@klockwork/api-machinery';

/** Settings of the clock, beside those of every service. */
export interface ClockConfig {
  /** Lab seconds a host second in a lab whose Clock nobody has changed yet; undefined: as the Clock object says. */
  readonly rate?: number;
  /** How far behind the wall clock a lab without a log begins, in ms. */
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
