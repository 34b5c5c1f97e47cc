import { assert } from './assert.ts';
import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import { DeadlineClock } from './deadline-clock.ts';
import { TimerHeap } from './timer-heap.ts';

/** Binding of lab time to host time. A scaled clock stops at `until`, so that all processes stop at the same instant. */
export type ClockSetting =
  | { readonly type: 'scaled'; readonly hostAt: number; readonly labAt: LabTime; readonly rate: number; readonly until?: LabTime }
  | { readonly type: 'lockstep'; readonly labAt: LabTime };

/** Returns the lab time of a scaled clock at `hostNow`, rounded down. */
export function scaledTime(setting: Extract<ClockSetting, { type: 'scaled' }>, hostNow: number): LabTime {
  const { labAt, hostAt, rate, until = Number.POSITIVE_INFINITY } = setting;
  return Math.min(until, Math.floor(labAt + (hostNow - hostAt) * rate));
}

/** Clock for drivers: shells and the coordinator. Components receive {@link Clock} only. */
export interface DrivenClock extends Clock {
  /** Least deadline of all timers, and of work timers; null without timers. */
  nextDeadline(): { at: LabTime | null; work: LabTime | null };
  /** Moves time to `at` and fires due timers by (deadline, order of setting). `onFire` is called before each timer. */
  advanceTo(at: LabTime, onFire?: (timer: TimerName) => void): void;
  /** Moves now() forward to a time from an envelope; fires no timer. */
  observe(at: LabTime): void;
  follow(setting: ClockSetting): void;
  /** Present binding. */
  readonly setting: ClockSetting;
  /** Returns names and deadlines of pending timers, nearest first; all without a limit. */
  pending(limit?: number): readonly { readonly at: LabTime; readonly timer: TimerName }[];
}

/** Maximum number of timers fired by one advanceTo for one instant: more mean a timer that resets itself without delay. */
const TIMERS_PER_INSTANT_MAX = 10_000;

/**
 * DrivenClock under manual control, without host timers. The simulator calls advanceTo; `@klockwork/host` adds a host timer for real time
 * at a rate.
 */
export class ManualClock extends DeadlineClock implements DrivenClock {
  readonly #timers = new TimerHeap();
  #now: LabTime;
  #setting: ClockSetting;

  constructor(now: LabTime) {
    super();
    assert(Number.isInteger(now), 'lab time is a whole number of milliseconds');
    this.#now = now;
    this.#setting = { type: 'lockstep', labAt: now };
  }

  now(): LabTime {
    return this.#now;
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    return this.#timers.add(Math.ceil(deadline), timer, fire);
  }

  nextDeadline(): { at: LabTime | null; work: LabTime | null } {
    return this.#timers.next();
  }

  /** Returns the least deadline. */
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
      // Compares deadlines, not now(): after a stall many instants are overdue at once, which is no bug.
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
