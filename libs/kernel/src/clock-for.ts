import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import { DeadlineClock } from './deadline-clock.ts';

/** Returns a view of `clock` whose timers name `object` (`pods/default/web-1`) by default. */
export function clockFor(clock: Clock, object: string): Clock {
  return new ObjectClock(clock, object);
}

/** Returns `timer` with `object` as default, if any. */
export function timerFor(timer: TimerName, object: string | undefined): TimerName {
  return object === undefined || timer.object !== undefined ? timer : { ...timer, object };
}

/** A class instead of closures, because each pod has several. */
class ObjectClock extends DeadlineClock {
  readonly #clock: Clock;
  readonly #object: string;

  constructor(clock: Clock, object: string) {
    super();
    this.#clock = clock;
    this.#object = object;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.at(deadline, timerFor(timer, this.#object), fire);
  }
}
