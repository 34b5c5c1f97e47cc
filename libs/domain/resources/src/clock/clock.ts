import type { KubeObject } from '../object.ts';

/** The one Clock of a lab. */
export const LAB_CLOCK = 'lab';

/** What an advance waits for, beside its bound. */
export interface ClockUntil {
  /** `Idle`: no process has a timer for work. `NextTimer`: the next timer for work has fired. `Condition`: what `for` says. */
  reach: 'Idle' | 'NextTimer' | 'Condition';
  /** As `kubectl wait --for`: `condition=Ready`, `jsonpath={.status.phase}=Running`, `delete`, `create`. */
  for?: string;
  group?: string;
  /** Plural: `pods`. */
  resource?: string;
  namespace?: string;
  name?: string;
}

/** How the lab's time is to run. */
export interface ClockSpec {
  /** Lab seconds a host second. */
  rate?: number;
  paused?: boolean;
  /** Write-only: how far time is to be wound, `10m`; `0s` ends the advance under way. */
  advance?: string;
  /** Write-only: what ends the advance before its bound. */
  until?: ClockUntil;
  /** Write-only: how fast the advance may be, in lab seconds a host second. */
  maxRate?: number;
}

/** How far an advance has come: asked for, under way, or how it ended. */
export type AdvancePhase = 'Pending' | 'Running' | 'Reached' | 'Idle' | 'Stepped' | 'ConditionMet' | 'Stopped' | 'Failed';

/** How often the timers of one name fired in an advance. */
export interface FiredTimer {
  name: string;
  count: number;
}

/** An advance of the clock. Times are RFC 3339 with milliseconds. */
export interface ClockAdvance {
  /** Counts up: a new advance takes the place of the one before. */
  id: number;
  phase: AdvancePhase;
  /** A Go duration: `10m0s`. */
  by: string;
  until?: ClockUntil;
  maxRate?: number;
  requestedAt: string;
  /** Someone asked for its end. */
  stopRequested?: boolean;
  from?: string;
  to?: string;
  now?: string;
  jumps?: number;
  jumpsPerSecond?: number;
  hostSeconds?: number;
  /** Timers that fired, sorted by name. */
  fired?: FiredTimer[];
  blockedBy?: string[];
  /** Processes that did not answer, and without which time went on. */
  leftBehind?: string[];
  message?: string;
}

/** What the lab's time does. */
export interface ClockStatus {
  mode?: 'Running' | 'Paused' | 'Advancing';
  rate?: number;
  /** Lab time at the last change, RFC 3339 with milliseconds. */
  time?: string;
  /** The host's time at the last change. */
  hostTime?: string;
  advance?: ClockAdvance;
}

/** The lab's clock as an object: patch its spec, and time obeys. */
export interface LabClock extends KubeObject {
  spec?: ClockSpec;
  status?: ClockStatus;
}

/** True once an advance has ended, however. */
export function advanceEnded({ phase }: Pick<ClockAdvance, 'phase'>): boolean {
  return phase !== 'Pending' && phase !== 'Running';
}

/** Returns counts by name as a list, sorted by name. */
export function firedList(counts: Readonly<Record<string, number>>): FiredTimer[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
