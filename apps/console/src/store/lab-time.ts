/** Part of `/klockwork/v1/clock` that views use. */
export interface ClockReport {
  /** Lab time in ms since 1970. */
  readonly now: number;
  readonly mode: string;
  readonly rate: number;
  /** Next timers, the earliest first. */
  readonly next: readonly NextTimer[];
  readonly members: readonly ClockMember[];
  /** Running advance. */
  readonly advance?: ClockAdvance;
  /** Open holds of programs outside. */
  readonly holds?: readonly { readonly name: string; readonly expiresInMs: number }[];
}

/** Process on the lab's clock. */
export interface ClockMember {
  readonly name: string;
  /** `expected`: not joined yet. `fenced`: silent, and left behind. */
  readonly state: 'expected' | 'following' | 'fenced';
}

/** Progress of an advance. */
export interface ClockAdvance {
  readonly to: number;
  readonly jumps: number;
  /** Present blockers in the clock's words. */
  readonly blockedBy: readonly string[];
  /** Silent processes that the advance left behind. */
  readonly leftBehind?: readonly string[];
}

export interface NextTimer {
  readonly at: number;
  readonly process: string;
  readonly name: string;
  readonly object?: string;
  /** Set for the lab's own housekeeping. */
  readonly upkeep?: boolean;
}

/** Lab time as the server told it at `hostAt`, an instant of this machine in ms. */
export interface LabTime {
  readonly report: ClockReport;
  readonly hostAt: number;
}

/** Returns the lab time at the instant `host` of this machine: it stands unless the clock runs at its rate. */
export function labNow({ report, hostAt }: LabTime, host: number): number {
  return report.mode === 'Running' ? report.now + (host - hostAt) * report.rate : report.now;
}

/** Returns the pending timers, the earliest first; without upkeep only those of a person's concern. */
export function pendingTimers({ next }: ClockReport, hasUpkeep: boolean): readonly NextTimer[] {
  return hasUpkeep ? next : next.filter(({ upkeep }) => upkeep !== true);
}
