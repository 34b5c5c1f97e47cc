import type { ClockSetting, LabTime } from '@klockwork/kernel';
import type { NextTimer } from './clock-state.ts';

/** State of an idle process. Any work increases `epoch`: an equal epoch proves that the process stayed idle in between. */
export type IdleState = {
  readonly epoch: number;
  /** Total of sent messages, without clock messages. */
  readonly sent: number;
  /** Number of the last executed `admit`. */
  readonly admits: number;
  /** Least deadline of all timers, and of work timers; null without timers. */
  readonly next: LabTime | null;
  readonly work: LabTime | null;
  /** Lab time of the process. May lag behind the coordinator, if no message carried the time. */
  readonly now: LabTime;
};

/** Request to follow the clock. `now`: lower bound of lab time. `stamps`: the process serves people, and needs the time even when idle. */
export type Join = {
  readonly type: 'join';
  readonly from: string;
  readonly name: string;
  readonly now?: LabTime;
  readonly stamps?: true;
};

/** Attachments of reports. `fired`: timers since the last report, by name. `heads`: heads by kind, from the writer of the log. */
type ReportAttachments = { readonly fired?: Readonly<Record<string, number>>; readonly heads?: Readonly<Record<string, number>> };

export type Report = IdleState & ReportAttachments & { readonly type: 'report'; readonly from: string };

/** Answer to `confirm`: at once from a busy member, otherwise after settling. The idle state is valid only if `resting`. */
export type Answer = IdleState &
  ReportAttachments & { readonly type: 'answer'; readonly from: string; readonly round: number; readonly resting: boolean };

/** Notice that outside work waits at this process's gate; repeated until its admission. */
export type GateRequest = { readonly type: 'gate-request'; readonly from: string };

/** Orderly end of a member. */
export type Leave = { readonly type: 'leave'; readonly from: string };

/** Message of a member to the coordinator. */
export type FromMember = Join | Report | Answer | GateRequest | Leave;

/** Marker between members on routed servers: all earlier messages of the sender have arrived. */
export type Marker = { readonly type: 'marker'; readonly from: string; readonly round: number };

/** Fields of broadcasts. A member listed in `out` was fenced out and must rejoin. */
type BroadcastFields = { readonly by: string; readonly out?: readonly string[] };

/** Start of a coordinator: all members join it. */
export type Hello = { readonly type: 'hello'; readonly by: string };

/** New time setting. */
export type Follow = BroadcastFields & { readonly type: 'follow'; readonly setting: ClockSetting };

/** Question to all members: still idle? On routed servers `members` lists the required markers. */
export type Confirm = BroadcastFields & {
  readonly type: 'confirm';
  readonly round: number;
  readonly at: LabTime;
  readonly heads?: Readonly<Record<string, number>>;
  readonly members?: readonly string[];
};

/** Broadcast of the coordinator. */
export type ToMembers = Hello | Follow | Confirm;

/** New lab time: due timers fire. */
export type Jump = { readonly type: 'jump'; readonly by: string; readonly at: LabTime };

/** Admission of all work at the gate. The member counts as busy until a report with this number. */
export type Admit = { readonly type: 'admit'; readonly by: string; readonly at: LabTime; readonly admits: number };

/** Acceptance of a joining process. */
export type Welcome = { readonly type: 'welcome'; readonly by: string; readonly setting: ClockSetting };

/**
 * Asks a member for its report. `at`: lab time in lockstep. `timers`: max nearest timers of work, and as many of upkeep.
 * `out`: the member was left behind and joins anew.
 */
export type Ping = { readonly type: 'ping'; readonly by: string; readonly at?: LabTime; readonly timers?: number; readonly out?: true };

/** Message of the coordinator to one member. */
export type ToMember = Welcome | Jump | Admit | Ping;

/** Answer to a ping. */
export type State = IdleState & {
  readonly type: 'state';
  readonly resting: boolean;
  /** Open work by reason, with counts. */
  readonly holds: Readonly<Record<string, number>>;
  readonly heads?: Readonly<Record<string, number>>;
  /** Fired timers since the last report, by name; the next report repeats them. */
  readonly fired?: Readonly<Record<string, number>>;
  readonly timers?: readonly Omit<NextTimer, 'process'>[];
};
