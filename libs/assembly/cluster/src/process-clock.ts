import type { BusClock } from '@klockwork/bus';
import { type Cancel, DeadlineClock, type LabTime, type TimerName } from '@klockwork/kernel';
import type { ProcessLifetime } from './process-lifetime.ts';

/** Process clock: timers end with the process. */
export class ProcessClock extends DeadlineClock implements BusClock {
  readonly #clock: BusClock;
  readonly #life: ProcessLifetime;

  constructor(clock: BusClock, life: ProcessLifetime) {
    super();
    this.#clock = clock;
    this.#life = life;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    if (!this.#life.alive) return () => {};
    const off = this.#life.onEnd(() => cancelTimer());
    const cancelTimer = this.#clock.at(deadline, timer, () => {
      off();
      fire();
    });
    return () => {
      off();
      cancelTimer();
    };
  }

  observe(at: LabTime): void {
    this.#clock.observe(at);
  }
}
