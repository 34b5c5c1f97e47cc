import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import type { StopSignal } from './stop-signal.ts';

/** Returns a view of `clock` whose timers name `object` (`pods/default/web-1`) by default. */
export function clockFor(clock: Clock, object: string): Clock {
  return new ObjectClock(clock, object);
}

/** Returns `timer` with `object` as default, if any. */
export function timerFor(timer: TimerName, object: string | undefined): TimerName {
  return object === undefined || timer.object !== undefined ? timer : { ...timer, object };
}

/** A class instead of closures, because each pod has several. */
class ObjectClock implements Clock {
  readonly #clock: Clock;
  readonly #object: string;

  constructor(clock: Clock, object: string) {
    this.#clock = clock;
    this.#object = object;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.at(deadline, timerFor(timer, this.#object), fire);
  }

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.#clock.after(delayMs, timerFor(timer, this.#object), fire);
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    return this.#clock.sleep(delayMs, timerFor(timer, this.#object), stop);
  }
}
