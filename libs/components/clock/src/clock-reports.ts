import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import { type AdvanceProgress, CLOCK_ROUTE, type ClockCoordinator, type ClockReport } from '@klockwork/lockstep';

/** Maximum number of work timers in a report, and of upkeep timers. */
const TIMERS_MAX = 20;

/** Reports of a lab's clock. */
export class ClockReports {
  readonly #coordinator: ClockCoordinator;
  #progress: () => AdvanceProgress | undefined = () => undefined;

  constructor(coordinator: ClockCoordinator) {
    this.#coordinator = coordinator;
  }

  /** Adds the progress of the running advance to later reports. */
  follow(progress: () => AdvanceProgress | undefined): void {
    this.#progress = progress;
  }

  /** Returns members, next timers and the running advance. */
  async report(): Promise<ClockReport> {
    const next = await this.#coordinator.timers(TIMERS_MAX);
    const advance = this.#progress();
    return { ...this.#coordinator.state(), next, ...(advance && { advance }) };
  }
}

/** Answers requests on the bus with reports. */
export function serveClock({ bus, subjects, reports }: { bus: Bus; subjects: Subjects; reports: ClockReports }): Subscription {
  return bus.serve(subjects.at(CLOCK_ROUTE), () => reports.report(), { queue: 'clock' });
}
