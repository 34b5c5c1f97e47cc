import type { ClockSubjects, ControlChannel } from '@klockwork/bus';
import type { Activity, Cancel, ClockSetting, DrivenClock, HostTimer, LabTime, Logger, Random } from '@klockwork/kernel';
import type { AdvanceProgress, AdvanceResult, ClockMode, MemberState, NextTimer } from './clock-state.ts';

/** How far time is to be wound, and what ends it before. */
export interface AdvanceCommand {
  /** The bound: the last jump lands on it. */
  readonly until: LabTime;
  /** `bound`: only there. `idle`: also when no process has a work timer. `step`: as `idle`, and at the next work timer, once it has fired and all is quiet again. */
  readonly stopAt: 'bound' | 'idle' | 'step';
  /** Asked whenever the whole cluster is quiescent, before each jump. True ends the advance at that instant. */
  readonly isMet?: () => boolean;
  /** Lab seconds a host second at most; as fast as it goes when not given. */
  readonly maxRate?: number;
}

/** An advance that was begun. */
export interface Advance {
  /** Resolves when time is bound to the host's again, or stands. Never rejects. */
  readonly done: Promise<AdvanceResult>;
  /** Ends it at the next instant at which the cluster is quiescent; at once when something blocks it. */
  stop(): void;
  progress(): AdvanceProgress;
}

/** The one process that moves the lab's time. */
export interface ClockCoordinator {
  state(): { now: LabTime; mode: ClockMode; rate: number; members: readonly MemberState[] };
  /** Called after each change of mode, rate, membership, and while an advance makes progress. */
  onChange(listener: () => void): Cancel;
  /** A process of this name is about to be started: lockstep waits for it to join and to come to rest, for `hostMs` (5 s) at most. */
  expect(name: string, hostMs?: number): Cancel;
  /** Binds lab time to host time at `rate`; 0 pauses. Ends an advance that is under way. */
  scale(rate: number): void;
  /** Winds time forward in lockstep; afterwards the rate from before holds again. A former advance is stopped first. */
  advance(command: AdvanceCommand): Advance;
  /** Asks every member for its nearest timers; those that do not answer are left out. Nearest first, `limit` of work and `limit` of upkeep. */
  timers(limit: number): Promise<readonly NextTimer[]>;
  /** Leaves the members where they are: their time goes on at the rate last told, or stands in the middle of an advance. */
  stop(): void;
}

/** What a coordinator stands on. Clock and activity are those of its own process, which is waited for like any other. */
export interface ClockCoordinatorOptions {
  /** Its process as people know it; `clock` when not given. */
  readonly name?: string;
  readonly channel: ControlChannel;
  readonly subjects: ClockSubjects;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly random: Random;
  readonly logger: Logger;
  /** How many messages this process has ever sent on the connection of `channel`, those of the clock not among them. */
  readonly sent: () => number;
  /** How lab time goes at first. A lab that is there already may be ahead of it, then its time holds. */
  readonly setting: ClockSetting;
  /** A process that is silent for so long when it is asked is fenced out, in ms of host time; 2 s when not given. */
  readonly suspectMs?: number;
  /** Told the heads of the log before each question: a reader in this process that is behind holds and reads the log first. */
  readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
}
