import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import type { StopSignal } from './stop-signal.ts';

/** Clock that passes errors of its timers to `failed`, instead of to the driver of time. */
export class ContainedClock implements Clock {
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;

  constructor(clock: Clock, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.at(deadline, timer, () => this.#attempt(fire));
  }

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.after(delayMs, timer, () => this.#attempt(fire));
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    return this.#clock.sleep(delayMs, timer, stop);
  }

  #attempt(fire: () => void): void {
    try {
      fire();
    } catch (error) {
      this.#failed(error);
    }
  }
}
