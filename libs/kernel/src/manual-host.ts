import type { Cancel } from './clock.ts';
import type { HostTimer } from './host-timer.ts';
import { TimerHeap } from './timer-heap.ts';

/** Enough for every promise that was settled to be seen by who awaits it, as at the end of a turn of a real event loop. */
const MICROTASKS = 8;

/** A host whose time passes by hand: one event after the other, and nothing else. */
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

  /** Events of one instant happen in the order they were set. */
  at(hostAt: number, fire: () => void): Cancel {
    return this.#events.add(hostAt, { name: 'host' }, fire);
  }

  /** Lets the host go on until `done` or until `hostMs` have passed; false when they have. */
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
