import { type Cause, type Revision, timerCause } from '@klockwork/event-store';
import { type Cancel, type Clock, type TimerName, timerFor } from '@klockwork/kernel';
import type { Key } from './controller.ts';
import type { Plan } from './plan.ts';

interface Wake {
  readonly at: number;
  readonly timer: TimerName;
  readonly revision: Revision | undefined;
  readonly cancel: Cancel;
}

/** Wake-up timers, one per key, set by its last plan. An equal deadline preserves the timer and its first cause; any other replaces it. */
export class WakeTimers {
  readonly #clock: Clock;
  readonly #wake: (key: Key, cause: Cause) => void;
  readonly #objectOf: (key: Key) => string | undefined;
  readonly #timers = new Map<Key, Wake>();

  /** `objectOf` returns the object of a key, for its timer. */
  constructor(clock: Clock, wake: (key: Key, cause: Cause) => void, objectOf: (key: Key) => string | undefined = () => undefined) {
    this.#clock = clock;
    this.#wake = wake;
    this.#objectOf = objectOf;
  }

  set(key: Key, wakeAt: Plan['wakeAt'], cause: Cause): void {
    const set = this.#timers.get(key);
    if (set !== undefined && wakeAt !== undefined && isSame(set, wakeAt)) return;
    set?.cancel();
    this.#timers.delete(key);
    if (wakeAt === undefined) return;
    const { at, timer, revision } = wakeAt;
    const wakeCause = timerCause(timer, revision === undefined ? cause : { revision });
    const cancel = this.#clock.at(at, timerFor(timer, this.#objectOf(key)), () => {
      this.#timers.delete(key);
      this.#wake(key, wakeCause);
    });
    this.#timers.set(key, { at, timer, revision, cancel });
  }

  stop(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}

function isSame(set: Wake, requested: NonNullable<Plan['wakeAt']>): boolean {
  return set.at === requested.at && set.timer.name === requested.timer.name && set.revision === requested.revision;
}
