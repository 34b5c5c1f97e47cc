import type { BusClock } from '@klockwork/bus';
import { type Cancel, DeadlineClock, type LabTime, type TimerName } from '@klockwork/kernel';

/** Timer listener: `set` for an instant, `fired` at it. */
export type OnTimer = (what: 'set' | 'fired', timer: TimerName, at: LabTime) => void;

/** Cluster clock that reports timers, and counts fired ones by name. */
export class CountingClock extends DeadlineClock implements BusClock {
  readonly #clock: BusClock;
  readonly #onTimer: OnTimer;
  readonly #fired = new Map<string, number>();

  constructor(clock: BusClock, onTimer: OnTimer = () => {}) {
    super();
    this.#clock = clock;
    this.#onTimer = onTimer;
  }

  /** Counts of fired timers by name, sorted. */
  get fired(): Readonly<Record<string, number>> {
    return countsOf(this.#fired);
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    this.#onTimer('set', timer, deadline);
    return this.#clock.at(deadline, timer, () => {
      this.#fired.set(timer.name, (this.#fired.get(timer.name) ?? 0) + 1);
      this.#onTimer('fired', timer, this.now());
      fire();
    });
  }

  observe(at: LabTime): void {
    this.#clock.observe(at);
  }
}

/** Returns sorted counts by name. */
export function countsOf(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
