import { CLOCK_ROUTE, type ClockReport, SETTLE_ROUTE, type SettleAnswer, type SettleQuestion } from '@klockwork/lockstep';
import { COMPONENT, MessagePattern } from '@klockwork/nest-platform';
import { Controller, Inject } from '@nestjs/common';
import type { TimeService } from './time-service.ts';

/** Clock requests on the bus. The coordinator reaches its members over the control channel instead (docs/adr/0013-lockstep-waves.md). */
@Controller()
export class ClockController {
  readonly #time: TimeService;

  constructor(@Inject(COMPONENT) time: TimeService) {
    this.#time = time;
  }

  /** Answers `klockwork clock`: time, rate, members, running advance. */
  @MessagePattern(CLOCK_ROUTE)
  report(): Promise<ClockReport> {
    return this.#time.keeper.reports.report();
  }

  /** Answers once all processes are idle, while lab time stands. */
  @MessagePattern(SETTLE_ROUTE)
  settle({ hostMs }: SettleQuestion): Promise<SettleAnswer> {
    return this.#time.keeper.reports.settle(hostMs);
  }
}
