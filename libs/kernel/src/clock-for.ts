import type { Clock, TimerName } from './clock.ts';

/** `clock`, whose timers are for `object` (`pods/default/web-1`) unless they name another. */
export function clockFor(clock: Clock, object: string): Clock {
  const named = (timer: TimerName) => timerFor(timer, object);
  return {
    now: () => clock.now(),
    at: (deadline, timer, fire) => clock.at(deadline, named(timer), fire),
    after: (delayMs, timer, fire) => clock.after(delayMs, named(timer), fire),
    sleep: (delayMs, timer, stop) => clock.sleep(delayMs, named(timer), stop),
  };
}

/** `timer`, for `object` unless it names one or there is none. */
export function timerFor(timer: TimerName, object: string | undefined): TimerName {
  return object === undefined || timer.object !== undefined ? timer : { ...timer, object };
}
