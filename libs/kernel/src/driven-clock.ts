import { assert } from './assert.ts';
import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import { StoppedError, type StopSignal } from './stop-signal.ts';
import { TimerHeap } from './timer-heap.ts';

/** How lab time is bound to host time. A scaled clock stands still at `until`, so that all processes stop at one instant. */
export type ClockSetting =
  | { readonly mode: 'scaled'; readonly hostAt: number; readonly labAt: LabTime; readonly rate: number; readonly until?: LabTime }
  | { readonly mode: 'lockstep'; readonly labAt: LabTime };

/** The clock as shells and the clock's coordinator see it: components only ever get {@link Clock}. */
export interface DrivenClock extends Clock {
  /** The least deadline, and the least that is work rather than upkeep; null when there is none. */
  nextDeadline(): { at: LabTime | null; work: LabTime | null };
  /** Moves time to `at` and fires all that is due, by (deadline, order of setting). `onFire` is told of each timer, before it fires. */
  advanceTo(at: LabTime, onFire?: (timer: TimerName) => void): void;
  /** Time seen in an envelope: moves now() forward, fires nothing. */
  observe(at: LabTime): void;
  follow(setting: ClockSetting): void;
  /** What it follows. */
  readonly setting: ClockSetting;
  /** Names and deadlines of pending timers, nearest first; all of them when no limit is given. */
  pending(limit?: number): readonly { readonly at: LabTime; readonly timer: TimerName }[];
}

/** More timers than this fired in one call of advanceTo for one instant means that a timer sets itself without delay. */
const TIMERS_PER_INSTANT_MAX = 10_000;

/**
 * A DrivenClock that is moved by hand. It touches no host timer: the simulator calls advanceTo, and
 * `@klockwork/host` puts a host timer under it for real time at a rate.
 */
export class ManualClock implements DrivenClock {
  readonly #timers = new TimerHeap();
  #now: LabTime;
  #setting: ClockSetting;

  constructor(now: LabTime) {
    assert(Number.isInteger(now), 'lab time is a whole number of milliseconds');
    this.#now = now;
    this.#setting = { mode: 'lockstep', labAt: now };
  }

  now(): LabTime {
    return this.#now;
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#timers.add(Math.ceil(deadline), timer, fire);
  }

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.at(this.now() + Math.max(0, delayMs), timer, fire);
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    return sleepOn(this, delayMs, timer, stop);
  }

  nextDeadline(): { at: LabTime | null; work: LabTime | null } {
    return this.#timers.next();
  }

  /** The least deadline alone. */
  nextAt(): LabTime | null {
    return this.#timers.nextAt();
  }

  pending(limit?: number): { at: LabTime; timer: TimerName }[] {
    return this.#timers.list(limit);
  }

  advanceTo(at: LabTime, onFire?: (timer: TimerName) => void): void {
    let fired = 0;
    let instant = -Infinity;
    for (let due = this.#timers.takeDue(at); due !== undefined; due = this.#timers.takeDue(at)) {
      this.observe(due.at);
      // By deadline, not by now(): after a stall many instants are late at once, and that is no bug.
      if (due.at > instant) {
        instant = due.at;
        fired = 0;
      }
      fired += 1;
      assert(fired <= TIMERS_PER_INSTANT_MAX, `more than ${TIMERS_PER_INSTANT_MAX} timers in one instant, the last is ${due.timer.name}`);
      onFire?.(due.timer);
      due.fire();
    }
    this.observe(at);
  }

  observe(at: LabTime): void {
    if (at > this.#now) this.#now = Math.floor(at);
  }

  follow(setting: ClockSetting): void {
    this.#setting = setting;
    this.observe(setting.labAt);
  }

  get setting(): ClockSetting {
    return this.#setting;
  }
}

/** `sleep` for any clock that has `after`. */
export function sleepOn(clock: Clock, delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
  if (stop.stopped) return Promise.reject(new StoppedError());
  return new Promise((resolve, reject) => {
    const release = stop.onStop(() => {
      cancel();
      reject(new StoppedError());
    });
    const cancel = clock.after(delayMs, timer, () => {
      release();
      resolve();
    });
  });
}
