import type { Cancel } from './clock.ts';
import type { HostTimer } from './host-timer.ts';
import { TimerHeap } from './timer-heap.ts';

/** Sufficient for all settled promises to reach their callers, as at the end of a real turn. */
const MICROTASKS = 8;

/** Host with manual time: executes one event after the other. */
export class ManualHost implements HostTimer {
  readonly #events = new TimerHeap();
  #now: number;

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  set(delayMs: number, fire: () => void): Cancel {
    return this.at(this.#now + Math.max(0, delayMs), fire);
  }

  /** Events of one instant run in the order of their setting. */
  at(hostAt: number, fire: () => void): Cancel {
    return this.#events.add(hostAt, { name: 'host' }, fire);
  }

  /** Runs the host until `done` or for `hostMs`; returns false after a time-out. */
  async run(hostMs: number, done: () => boolean = () => false): Promise<boolean> {
    const end = this.#now + hostMs;
    for (;;) {
      for (let hop = 0; hop < MICROTASKS; hop++) await undefined;
      if (done()) return true;
      const next = this.#events.takeDue(end);
      this.#now = Math.max(this.#now, next?.at ?? end);
      if (next === undefined) return false;
      next.fire();
    }
  }
}
