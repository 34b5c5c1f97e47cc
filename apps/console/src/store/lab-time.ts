/** Part of `/klockwork/v1/clock` that views use. */
export interface ClockReport {
  /** Lab time in ms since 1970. */
  readonly now: number;
  readonly mode: string;
  readonly rate: number;
  /** Next timers, the earliest first. */
  readonly next: readonly NextTimer[];
}

export interface NextTimer {
  readonly at: number;
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

/** Returns the next timer that is a person's concern. */
export function nextWork({ report }: LabTime): NextTimer | undefined {
  return report.next.find(({ upkeep }) => upkeep !== true);
}
