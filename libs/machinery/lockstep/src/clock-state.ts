import type { LabTime } from '@klockwork/kernel';

/** What the lab's time is doing. */
export type ClockMode = 'Running' | 'Paused' | 'Advancing';

/** A process that follows the clock, as the coordinator sees it. */
export interface MemberState {
  /** `scheduler`, `kubelet-agent-2`. */
  readonly name: string;
  /** `expected`: started, not heard of yet. `fenced`: it did not answer; the cluster goes on without it until it does. */
  readonly state: 'expected' | 'following' | 'fenced';
  /** What it is doing, by reason: what time waits for while it advances. */
  readonly holds: Readonly<Record<string, number>>;
}

/** A timer of one process. */
export interface NextTimer {
  readonly at: LabTime;
  readonly process: string;
  readonly name: string;
  readonly object?: string;
  readonly upkeep?: true;
}

/** How far an advance has come. */
export interface AdvanceProgress {
  readonly from: LabTime;
  readonly to: LabTime;
  readonly now: LabTime;
  readonly jumps: number;
  /** Timers that fired, by name. */
  readonly fired: Readonly<Record<string, number>>;
  /** Host time since it began, in ms. */
  readonly hostMs: number;
  /** Reasons that time waits now, for people: `kubelet-agent-2 holds: exec`, `scheduler, which does not answer`. */
  readonly blockedBy: readonly string[];
  /** Processes that did not answer, and without which time went on; absent when there were none. */
  readonly leftBehind?: readonly string[];
}

/**
 * How an advance ended. `Reached`: at its bound. `Idle`: no work timer is left anywhere. `Stepped`: the next work timer has fired.
 * `ConditionMet`: what was waited for is so. `Stopped`: someone asked for it, or another command took its place.
 */
export type AdvanceOutcome = 'Reached' | 'Idle' | 'Stepped' | 'ConditionMet' | 'Stopped';

/** The end of an advance. */
export interface AdvanceResult extends AdvanceProgress {
  readonly outcome: AdvanceOutcome;
}

/** What `GET /klockwork/v1/clock` answers, and what the coordinator replies to the api-server. */
export interface ClockReport {
  readonly now: LabTime;
  readonly mode: ClockMode;
  /** Lab seconds a host second while Running; kept while Paused. */
  readonly rate: number;
  readonly members: readonly MemberState[];
  /** The nearest timers of all processes, nearest first: so many of work, and so many of upkeep. */
  readonly next: readonly NextTimer[];
  /** The advance under way. */
  readonly advance?: AdvanceProgress;
}
