import type { KubeObject } from '../object.ts';

/** Name of a lab's single Clock. */
export const LAB_CLOCK = 'lab';

/** Condition that ends an advance before its bound. */
export interface ClockUntil {
  /**
   * `Idle`: no process has a timer for work. `NextTimer`: the next timer for work has fired. `Condition`: the condition in `for` is met.
   */
  reach: 'Idle' | 'NextTimer' | 'Condition';
  /** As `kubectl wait --for`: `condition=Ready`, `jsonpath={.status.phase}=Running`, `delete`, `create`. */
  for?: string;
  group?: string;
  /** Served version of a custom kind; not stored for built-in kinds. */
  version?: string;
  /** Plural: `pods`. */
  resource?: string;
  namespace?: string;
  name?: string;
}

/** Speed of lab time, and advance requests. */
export interface ClockSpec {
  /** Lab seconds a host second. */
  rate?: number;
  paused?: boolean;
  /** Write-only: how far time is to be wound, `10m`; `0s` ends the advance under way. */
  advance?: string;
  /** Write-only: condition that ends the advance before its bound. */
  until?: ClockUntil;
  /** Write-only: max speed of the advance, in lab seconds per host second. */
  maxRate?: number;
}

/** Progress of an advance: pending, running, or its outcome. */
export type AdvancePhase = 'Pending' | 'Running' | 'Reached' | 'Idle' | 'Stepped' | 'ConditionMet' | 'Stopped' | 'Failed';

/** Number of fired timers of one name during an advance. */
export interface FiredTimer {
  name: string;
  count: number;
}

/** Advance of the clock. Times are RFC 3339 with milliseconds. */
export interface ClockAdvance {
  /** Number of the advance, increasing; a new advance replaces the previous one. */
  id: number;
  phase: AdvancePhase;
  /** Go duration: `10m0s`. */
  by: string;
  until?: ClockUntil;
  maxRate?: number;
  requestedAt: string;
  /** True after a request to stop. */
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
  /** Processes without an answer, which the advance skipped. */
  leftBehind?: string[];
  message?: string;
}

/** Present state of lab time. */
export interface ClockStatus {
  mode?: 'Running' | 'Paused' | 'Advancing';
  rate?: number;
  /** Lab time at the last change, RFC 3339 with milliseconds. */
  time?: string;
  /** Host time of the last change. */
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
