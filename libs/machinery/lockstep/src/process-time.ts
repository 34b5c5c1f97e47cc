import type { Activity, ClockSetting, DrivenClock, LabTime, TimerName } from '@klockwork/kernel';
import type { IdleState } from './messages.ts';

/**
 * Time and idle state of one process, for its member and for the coordinator. Idle means: no holds, one turn of the host's event loop
 * since, and no due timer.
 */
export class ProcessTime {
  readonly #activity: Activity;
  readonly #clock: DrivenClock;
  readonly #sent: () => number;
  readonly #onRest: () => void;
  #lockstep = false;
  /** Epoch of the last idle state. */
  #settled = -1;
  #fired: Record<string, number> | undefined;

  /** `onRest` is called each time the process becomes idle in lockstep. */
  constructor(options: {
    readonly activity: Activity;
    readonly clock: DrivenClock;
    readonly sent: () => number;
    readonly onRest: () => void;
  }) {
    this.#activity = options.activity;
    this.#clock = options.clock;
    this.#sent = options.sent;
    this.#onRest = options.onRest;
    this.#activity.onIdle(() => this.#settle());
  }

  get lockstep(): boolean {
    return this.#lockstep;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  idleState(): Omit<IdleState, 'admits'> {
    const { at, work } = this.#clock.nextDeadline();
    return { epoch: this.#activity.state().epoch, sent: this.#sent(), next: at, work, now: this.#clock.now() };
  }

  /** True without holds: the process is idle, or becomes idle in the next turn unless work arrives. */
  isSettling(): boolean {
    return this.#lockstep && this.#activity.state().idle;
  }

  /** True if the process stayed idle since the last `onRest`. */
  isIdle(): boolean {
    const { epoch, idle } = this.#activity.state();
    return idle && epoch === this.#settled;
  }

  /** Applies a time setting. Lockstep fires due timers and calls `onRest` afterwards. */
  follow(setting: ClockSetting): void {
    this.#clock.follow(setting);
    this.#lockstep = setting.type === 'lockstep';
    if (this.#lockstep) this.#fireUntil(setting.labAt);
  }

  /** Moves time to `at`. Only due timers wake the process; otherwise its last report stays valid. */
  jump(at: LabTime): void {
    const { at: next } = this.#clock.nextDeadline();
    if (next === null || next > at) this.#clock.observe(at);
    else this.#fireUntil(at);
  }

  /** Fired timers in lockstep since the last report, by name; undefined if none. */
  get fired(): Readonly<Record<string, number>> | undefined {
    return this.#fired;
  }

  /** Returns and clears the fired timers. */
  takeFired(): Readonly<Record<string, number>> | undefined {
    const fired = this.#fired;
    this.#fired = undefined;
    return fired;
  }

  #settle(): void {
    if (!this.#lockstep) return;
    const { at } = this.#clock.nextDeadline();
    // A timer without delay is due within this instant: no wave is necessary first.
    if (at !== null && at <= this.#clock.now()) {
      this.#fireUntil(this.#clock.now());
      return;
    }
    this.#settled = this.#activity.state().epoch;
    this.#onRest();
  }

  #fireUntil(at: LabTime): void {
    const release = this.#activity.hold('timers');
    try {
      this.#clock.advanceTo(at, this.#count);
    } finally {
      release();
    }
  }

  readonly #count = ({ name }: TimerName): void => {
    this.#fired ??= {};
    this.#fired[name] = (this.#fired[name] ?? 0) + 1;
  };
}
