import {
  type Activity,
  type Cancel,
  type ClockSetting,
  DeadlineClock,
  type DrivenClock,
  type HostTimer,
  type LabTime,
  ManualClock,
  scaledTime,
  type TimerName,
} from '@klockwork/kernel';
import { nodeTimer } from './node-timer.ts';

/** Due already: fires in the next turn. */
const DUE = Number.NEGATIVE_INFINITY;

/** Dependencies of a RealTimeClock. */
export interface RealTimeClockOptions {
  readonly activity: Activity;
  /** Default: real time, `{ type: 'scaled', hostAt: now, labAt: now, rate: 1 }`. */
  readonly setting?: ClockSetting;
  readonly host?: HostTimer;
}

/**
 * Lab time bound to host time: `labAt + (host now - hostAt) * rate`, rounded down, never decreasing. At most one host timer exists, for the
 * nearest deadline. At rate 0 time stands still, and only due timers fire. Lockstep uses no host timer. Processes with equal settings on
 * one host agree on the time.
 */
export class RealTimeClock extends DeadlineClock implements DrivenClock {
  readonly #timers: ManualClock;
  readonly #activity: Activity;
  readonly #host: HostTimer;
  #setting: ClockSetting;
  #armedFor: LabTime | null = null;
  #disarm: Cancel = () => {};
  #firing = false;

  constructor(options: RealTimeClockOptions) {
    super();
    this.#activity = options.activity;
    this.#host = options.host ?? nodeTimer;
    const hostAt = Math.floor(this.#host.now());
    this.#setting = options.setting ?? { type: 'scaled', hostAt, labAt: hostAt, rate: 1 };
    this.#timers = new ManualClock(Math.floor(this.#setting.labAt));
  }

  now(): LabTime {
    // While timers fire, each observes its own deadline: a late batch runs as if on time.
    if (!this.#firing) this.#timers.observe(this.#scaledNow());
    return this.#timers.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    const cancel = this.#timers.at(deadline, timer, fire);
    this.#arm();
    return () => {
      cancel();
      // A superfluous host timer would keep a stopped process alive.
      if (this.#timers.nextAt() === null) this.#cancelTimer();
    };
  }

  nextDeadline(): { at: LabTime | null; work: LabTime | null } {
    return this.#timers.nextDeadline();
  }

  pending(limit?: number): { at: LabTime; timer: TimerName }[] {
    return this.#timers.pending(limit);
  }

  /** Moves time and fires due timers under one hold, for lockstep. */
  advanceTo(at: LabTime, onFire?: (timer: TimerName) => void): void {
    const release = this.#activity.hold('timers');
    this.#firing = true;
    try {
      this.#timers.advanceTo(at, onFire);
    } finally {
      this.#firing = false;
      release();
      this.#arm();
    }
  }

  observe(at: LabTime): void {
    this.#timers.observe(at);
    this.#arm();
  }

  follow(setting: ClockSetting): void {
    // Keeps the time that passed under the old setting.
    this.now();
    this.#setting = setting;
    if (setting.type === 'lockstep') this.#timers.observe(setting.labAt);
    this.#cancelTimer();
    this.#arm();
  }

  get setting(): ClockSetting {
    return this.#setting;
  }

  #scaledNow(): LabTime {
    if (this.#setting.type === 'lockstep') return this.#timers.now();
    return scaledTime(this.#setting, this.#host.now());
  }

  /** Sets the host timer to the nearest deadline. After a cancellation it may fire early, without a due timer. */
  #arm(): void {
    if (this.#setting.type === 'lockstep' || this.#firing) return;
    const next = this.#timers.nextAt();
    if (next === null) return;
    const goal = next <= this.now() ? DUE : next;
    if (this.#armedFor !== null && this.#armedFor <= goal) return;
    const delayMs = this.#hostDelayMs(goal);
    if (delayMs === null) return;
    this.#cancelTimer();
    this.#armedFor = goal;
    this.#disarm = this.#host.set(delayMs, () => this.#fire());
  }

  #fire(): void {
    this.#armedFor = null;
    this.advanceTo(Math.max(this.#scaledNow(), this.#timers.now()));
  }

  #cancelTimer(): void {
    this.#disarm();
    this.#disarm = () => {};
    this.#armedFor = null;
  }

  /** Returns null if the deadline is never reached at this rate. */
  #hostDelayMs(deadline: LabTime): number | null {
    if (deadline === DUE) return 0;
    if (this.#setting.type === 'lockstep' || this.#setting.rate <= 0) return null;
    const { labAt, hostAt, rate, until = Infinity } = this.#setting;
    if (deadline > until) return null;
    return hostAt + (deadline - labAt) / rate - this.#host.now();
  }
}
