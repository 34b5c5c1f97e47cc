import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import { DeadlineClock } from './deadline-clock.ts';

/** Clock that passes errors of its timers to `failed`, instead of to the driver of time. */
export class ContainedClock extends DeadlineClock {
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;

  constructor(clock: Clock, failed: (error: unknown) => void) {
    super();
    this.#clock = clock;
    this.#failed = failed;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.at(deadline, timer, () => this.#attempt(fire));
  }

  #attempt(fire: () => void): void {
    try {
      fire();
    } catch (error) {
      this.#failed(error);
    }
  }
}
