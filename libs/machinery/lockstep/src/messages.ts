import type { ClockSetting, LabTime } from '@klockwork/kernel';
import type { NextTimer } from './clock-state.ts';

/** What a process at rest knows of itself. `epoch` rises with everything it does, so the same epoch twice means: at rest all the time between. */
export type AtRest = {
  readonly epoch: number;
  /** Messages that it has ever sent, but for those of the clock. */
  readonly sent: number;
  /** The last `admit` that it has obeyed, by number. */
  readonly admits: number;
  /** The least deadline, and the least that is work rather than upkeep; null when there is none. */
  readonly next: LabTime | null;
  readonly work: LabTime | null;
  /** Its lab time: behind that of the coordinator while nobody had reason to tell it. */
  readonly now: LabTime;
};

/** Wants to follow the clock. `now`: the lab's time cannot be before this. `stamps`: people ask it, so it has to know the time also when it has nothing to do. */
export type Join = {
  readonly type: 'join';
  readonly from: string;
  readonly name: string;
  readonly now?: LabTime;
  readonly stamps?: true;
};

/** What else comes with it. `fired`: timers since the last time, by name. `heads`: of the log by kind, from the process that writes it. */
type News = { readonly fired?: Readonly<Record<string, number>>; readonly heads?: Readonly<Record<string, number>> };

/** Came to rest. */
export type Report = AtRest & News & { readonly type: 'report'; readonly from: string };

/** What a process says to a confirm: at once when it works, else when it has come to rest. `resting` says that the rest of it means anything. */
export type Answer = AtRest & News & { readonly type: 'answer'; readonly from: string; readonly round: number; readonly resting: boolean };

/** Work from outside waits at the gate of this process. Said again until it is let in. */
export type Knock = { readonly type: 'knock'; readonly from: string };

/** Ends on purpose. */
export type Leave = { readonly type: 'leave'; readonly from: string };

/** What members say to the coordinator. */
export type FromMember = Join | Report | Answer | Knock | Leave;

/** What members of a cluster of servers say to each other: all that I sent before this has reached you. */
export type Marker = { readonly type: 'marker'; readonly from: string; readonly round: number };

/** A member that finds itself in `out` was not waited for: it must join anew. */
type Out = { readonly by: string; readonly out?: readonly string[] };

/** A coordinator has started: everybody joins it. */
export type Hello = { readonly type: 'hello'; readonly by: string };

/** How lab time goes from now on. */
export type Follow = Out & { readonly type: 'follow'; readonly setting: ClockSetting };

/** Is everybody still at rest? `members` is told on a cluster of servers: those whose markers must be in before the answer. */
export type Confirm = Out & {
  readonly type: 'confirm';
  readonly round: number;
  readonly at: LabTime;
  readonly heads?: Readonly<Record<string, number>>;
  readonly members?: readonly string[];
};

/** What the coordinator says to all members. */
export type ToMembers = Hello | Follow | Confirm;

/** It is `at` now: fire what is due. */
export type Jump = { readonly type: 'jump'; readonly by: string; readonly at: LabTime };

/** Let in all that wait at the gate, and count as busy until the next report, which has this number. */
export type Admit = { readonly type: 'admit'; readonly by: string; readonly at: LabTime; readonly admits: number };

/** Takes a process in. */
export type Welcome = { readonly type: 'welcome'; readonly by: string; readonly setting: ClockSetting };

/**
 * Asks a member for its report. `at`: lab time in lockstep. `timers`: max nearest timers of work, and as many of upkeep.
 * `out`: the member was left behind and joins anew.
 */
export type Ping = { readonly type: 'ping'; readonly by: string; readonly at?: LabTime; readonly timers?: number; readonly out?: true };

/** Message of the coordinator to one member. */
export type ToMember = Welcome | Jump | Admit | Ping;

/** The answer to a ping. */
export type State = AtRest & {
  readonly type: 'state';
  readonly resting: boolean;
  /** What is being done, by reason. */
  readonly holds: Readonly<Record<string, number>>;
  readonly heads?: Readonly<Record<string, number>>;
  /** Timers that fired since it said so last, by name. They will be told again. */
  readonly fired?: Readonly<Record<string, number>>;
  readonly timers?: readonly Omit<NextTimer, 'process'>[];
};
