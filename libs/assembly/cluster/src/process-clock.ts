import type { BusClock } from '@klockwork/bus';
import { type Cancel, type LabTime, type StopSignal, sleepOn, type TimerName } from '@klockwork/kernel';
import type { ProcessLifetime } from './process-lifetime.ts';

/** Process clock: timers end with the process. */
export class ProcessClock implements BusClock {
  readonly #clock: BusClock;
  readonly #life: ProcessLifetime;

  constructor(clock: BusClock, life: ProcessLifetime) {
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

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.at(this.now() + Math.max(0, delayMs), timer, fire);
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    return sleepOn(this, delayMs, timer, stop);
  }

  observe(at: LabTime): void {
    this.#clock.observe(at);
  }
}
