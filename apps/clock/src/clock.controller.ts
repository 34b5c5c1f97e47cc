import { CLOCK_ROUTE } from '@klockwork/clock';
import type { ClockReport } from '@klockwork/lockstep';
import { COMPONENT, MessagePattern } from '@klockwork/nest-platform';
import { Controller, Inject } from '@nestjs/common';
import type { TimeService } from './time-service.ts';

/**
 * All that the clock answers on the bus. Its members it leads by the control channel, which is no part of the bus
 * (docs/adr/0013-lockstep-waves.md).
 */
@Controller()
export class ClockController {
  readonly #time: TimeService;

  constructor(@Inject(COMPONENT) time: TimeService) {
    this.#time = time;
  }

  /** `klockwork clock`: the time, its rate, the members, an advance under way. */
  @MessagePattern(CLOCK_ROUTE)
  report(): Promise<ClockReport> {
    return this.#time.keeper.reports.report();
  }
}
