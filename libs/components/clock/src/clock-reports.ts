import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import type { HostTimer } from '@klockwork/kernel';
import {
  type AdvanceProgress,
  CLOCK_ROUTE,
  type ClockCoordinator,
  type ClockReport,
  SETTLE_ROUTE,
  type SettleAnswer,
} from '@klockwork/lockstep';
import { settle } from './settle.ts';

/** Maximum number of work timers in a report, and of upkeep timers. */
const TIMERS_MAX = 20;

/** Reports of a lab's clock. */
export class ClockReports {
  readonly #coordinator: ClockCoordinator;
  readonly #host: HostTimer;
  #progress: () => AdvanceProgress | undefined = () => undefined;

  constructor(coordinator: ClockCoordinator, host: HostTimer) {
    this.#coordinator = coordinator;
    this.#host = host;
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

  /** Waits until all processes are idle at the present instant, at most `hostMs` of host time. Lab time does not move. */
  settle(hostMs: number): Promise<SettleAnswer> {
    return settle(this.#coordinator, this.#host, hostMs);
  }
}

/** Answers requests on the bus with reports, and with the end of work at the present instant. */
export function serveClock({ bus, subjects, reports }: { bus: Bus; subjects: Subjects; reports: ClockReports }): Subscription {
  const queue = 'clock';
  const servedSubscriptions = [
    bus.serve(subjects.at(CLOCK_ROUTE), () => reports.report(), { queue }),
    bus.serve(subjects.at(SETTLE_ROUTE), ({ body }) => reports.settle(body.hostMs), { queue }),
  ];
  return { stop: () => servedSubscriptions.forEach((subscription) => void subscription.stop()) };
}
