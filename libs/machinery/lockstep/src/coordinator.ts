import type { ClockSubjects, ControlChannel } from '@klockwork/bus';
import type { Activity, Cancel, ClockSetting, DrivenClock, HostTimer, LabTime, Logger, Random } from '@klockwork/kernel';
import type { AdvanceOutcome, AdvanceProgress, ClockMode, MemberState, NextTimer } from './clock-state.ts';

/** Goal of an advance: bound and stop conditions. */
export interface AdvanceCommand {
  /** Bound in lab time: the last jump lands on it. */
  readonly until: LabTime;
  /**
   * `bound`: stop there only. `idle`: stop also when no process has a work timer. `step`: like `idle`, and after the next work timer fired
   * and its work ended.
   */
  readonly stopAt: 'bound' | 'idle' | 'step';
  /** Called before each jump, on an idle cluster. True ends the advance at that instant. */
  readonly isMet?: () => boolean;
  /** Upper limit in lab seconds per host second; unlimited by default. */
  readonly maxRate?: number;
}

/** Running advance. */
export interface Advance {
  /** Resolves when lab time follows host time again, or stands still. Never rejects. */
  readonly done: Promise<AdvanceOutcome>;
  /** Ends the advance at the next idle instant, or at once if it is blocked. */
  stop(): void;
  /** Returns the present progress; after the end, the final one. */
  progress(): AdvanceProgress;
}

/** Mover of lab time; one process of a lab has it. */
export interface ClockCoordinator {
  state(): { now: LabTime; mode: ClockMode; rate: number; members: readonly MemberState[] };
  /** Registers a listener for changes of mode, rate and membership, and for progress of an advance. */
  onChange(listener: () => void): Cancel;
  /** Announces a process that starts soon: lockstep waits until it joined and is idle, for at most `hostMs` (default 5 s). */
  expect(name: string, hostMs?: number): Cancel;
  /** Binds lab time to host time at `rate`; 0 pauses. Ends a running advance. */
  scale(rate: number): void;
  /** Advances time in lockstep, then restores the previous rate. Stops an earlier advance first. */
  advance(command: AdvanceCommand): Advance;
  /** Queries all members for their nearest timers, in order: `limit` work timers and `limit` upkeep timers. Silent members are skipped. */
  timers(limit: number): Promise<readonly NextTimer[]>;
  /** Disconnects from the members: their time continues at the last rate, or stands still during an advance. */
  stop(): void;
}

/** Dependencies of a coordinator. Clock and activity belong to its own process, which takes part like any member. */
export interface ClockCoordinatorOptions {
  /** Process name for people; default `clock`. */
  readonly name?: string;
  readonly channel: ControlChannel;
  readonly subjects: ClockSubjects;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly random: Random;
  readonly logger: Logger;
  /** Returns the total of messages sent on the connection of `channel`, without clock messages. */
  readonly sent: () => number;
  /** Initial time setting. In a running lab, a later member time has priority. */
  readonly setting: ClockSetting;
  /** Time-out in ms of host time before a silent process is fenced out; default 2 s. */
  readonly suspectMs?: number;
  /** Receives the heads of the log before each question: a reader of this process behind these heads holds, and reads the log first. */
  readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
}
