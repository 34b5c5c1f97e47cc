import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import type { StopSignal } from './stop-signal.ts';

/** `clock`, whose timers are for `object` (`pods/default/web-1`) unless they name another. */
export function clockFor(clock: Clock, object: string): Clock {
  return new ObjectClock(clock, object);
}

/** `timer`, for `object` unless it names one or there is none. */
export function timerFor(timer: TimerName, object: string | undefined): TimerName {
  return object === undefined || timer.object !== undefined ? timer : { ...timer, object };
}

/** A class and no closures: each pod has some of these. */
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
