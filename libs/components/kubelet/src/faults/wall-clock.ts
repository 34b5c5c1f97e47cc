import type { Clock, LabTime } from '@klockwork/kernel';

/** Wall clock of a node: lab time, plus the offsets of faults. For timestamps, not for timers. */
export class WallClock {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #offsets = new Set<{ readonly ms: number }>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  now(): LabTime {
    let now = this.#clock.now();
    for (const { ms } of this.#offsets) now += ms;
    return now;
  }

  /** Moves the clock by `ms`. Returns a function that moves it back. */
  move(ms: number): () => void {
    const offset = { ms };
    this.#offsets.add(offset);
    return () => void this.#offsets.delete(offset);
  }
}
