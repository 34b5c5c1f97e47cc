import type { LabTime } from '@klockwork/kernel';

/** Mode of lab time. */
export type ClockMode = 'Running' | 'Paused' | 'Advancing';

/** Member of the clock, from the coordinator's view. */
export interface MemberState {
  /** Process name: `scheduler`, `kubelet-agent-2`. */
  readonly name: string;
  /** `expected`: announced, not joined yet. `fenced`: silent; the cluster continues without this process until it answers. */
  readonly state: 'expected' | 'following' | 'fenced';
  /** Open work by reason, with counts. An advance waits for it. */
  readonly holds: Readonly<Record<string, number>>;
}

/** Pending timer of one process. */
export interface NextTimer {
  readonly at: LabTime;
  readonly process: string;
  readonly name: string;
  readonly object?: string;
  readonly upkeep?: true;
}

/** Counts of an advance, so far or final. */
export interface AdvanceProgress {
  readonly from: LabTime;
  readonly to: LabTime;
  readonly now: LabTime;
  readonly jumps: number;
  /** Fired timers by name. */
  readonly fired: Readonly<Record<string, number>>;
  /** Host time since the start of the advance, in ms. */
  readonly hostMs: number;
  /** Present blockers, for people: `kubelet-agent-2 holds: exec`, `scheduler, which does not answer`. */
  readonly blockedBy: readonly string[];
  /** Processes that were fenced out; absent if none. */
  readonly leftBehind?: readonly string[];
}

/**
 * End of an advance. `Reached`: bound reached. `Idle`: no work timer remains in any process. `Stepped`: the next work timer fired.
 * `ConditionMet`: the condition holds. `Stopped`: stopped by request, or replaced by another command.
 */
export type AdvanceOutcome = 'Reached' | 'Idle' | 'Stepped' | 'ConditionMet' | 'Stopped';

/** Status of the clock: the answer of `GET /klockwork/v1/clock`, and the coordinator's reply to the api-server. */
export interface ClockReport {
  readonly now: LabTime;
  readonly mode: ClockMode;
  /** Lab seconds per host second while Running; retained while Paused. */
  readonly rate: number;
  readonly members: readonly MemberState[];
  /** Nearest timers of all processes, in order: a limited number of work timers, and as many upkeep timers. */
  readonly next: readonly NextTimer[];
  /** Running advance; absent if none. */
  readonly advance?: AdvanceProgress;
  /** Open holds of programs outside, with host time until their expiry; absent if none. */
  readonly holds?: readonly { readonly name: string; readonly expiresInMs: number }[];
}
