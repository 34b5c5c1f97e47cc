import {
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

/** Clock on a simulated host: bound to host time while scaled, moved by its member in lockstep. Wakes at most once per ms of host time. */
export class SimulatedClock extends DeadlineClock implements DrivenClock {
  readonly #timers: ManualClock;
  readonly #host: HostTimer;
  #setting: ClockSetting;
  #cancel: Cancel = () => {};

  constructor(host: HostTimer, now: LabTime) {
    super();
    this.#host = host;
    this.#timers = new ManualClock(now);
    this.#setting = { type: 'lockstep', labAt: now };
  }

  now(): LabTime {
    this.#timers.observe(this.#scaledNow());
    return this.#timers.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    const cancel = this.#timers.at(deadline, timer, fire);
    this.#arm();
    return cancel;
  }

  nextDeadline(): { at: LabTime | null; work: LabTime | null } {
    return this.#timers.nextDeadline();
  }

  pending(limit?: number): readonly { at: LabTime; timer: TimerName }[] {
    return this.#timers.pending(limit);
  }

  advanceTo(at: LabTime, onFire?: (timer: TimerName) => void): void {
    this.#timers.advanceTo(at, onFire);
  }

  observe(at: LabTime): void {
    this.#timers.observe(at);
  }

  get setting(): ClockSetting {
    return this.#setting;
  }

  follow(setting: ClockSetting): void {
    this.now();
    this.#setting = setting;
    this.#timers.observe(setting.labAt);
    this.#arm();
  }

  #scaledNow(): LabTime {
    if (this.#setting.type === 'lockstep') return this.#timers.now();
    return scaledTime(this.#setting, this.#host.now());
  }

  #arm(): void {
    this.#cancel();
    const next = this.#timers.nextAt();
    if (next === null || this.#setting.type === 'lockstep' || this.#setting.rate === 0) return;
    const { labAt, hostAt, rate, until = Number.POSITIVE_INFINITY } = this.#setting;
    if (next > until) return;
    this.#cancel = this.#host.set(Math.max(1, Math.ceil(hostAt + (next - labAt) / rate - this.#host.now())), () => {
      this.advanceTo(this.#scaledNow());
      this.#arm();
    });
  }
}
