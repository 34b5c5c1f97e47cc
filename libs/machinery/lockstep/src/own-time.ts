import type { Activity, ClockSetting, DrivenClock, LabTime, TimerName } from '@klockwork/kernel';
import type { AtRest } from './messages.ts';

/**
 * The time and the rest of one process, as its member and the coordinator both need them. It is at rest when nothing is held, the
 * host's event loop has turned since, and no timer is due.
 */
export class OwnTime {
  readonly #activity: Activity;
  readonly #clock: DrivenClock;
  readonly #sent: () => number;
  readonly #onRest: () => void;
  #lockstep = false;
  /** The epoch with which it was found at rest last. */
  #settled = -1;
  #fired: Record<string, number> | undefined;

  /** `onRest` is called each time the process has come to rest while it is in lockstep. */
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

  atRest(): Omit<AtRest, 'admits'> {
    const { at, work } = this.#clock.nextDeadline();
    return { epoch: this.#activity.state().epoch, sent: this.#sent(), next: at, work, now: this.#clock.now() };
  }

  /** True when nothing is held: it rests, or will be found to rest in the next turn unless something comes. */
  settling(): boolean {
    return this.#lockstep && this.#activity.state().idle;
  }

  /** True when the process has been at rest since `onRest` was called last. */
  resting(): boolean {
    const { epoch, idle } = this.#activity.state();
    return idle && epoch === this.#settled;
  }

  /** Takes over how lab time goes. In lockstep it fires what is due by then, and comes to rest anew: `onRest` will be called. */
  follow(setting: ClockSetting): void {
    this.#clock.follow(setting);
    this.#lockstep = setting.mode === 'lockstep';
    if (this.#lockstep) this.#fireUntil(setting.labAt);
  }

  /** Moves time to `at`. Only what is due wakes the process: otherwise its last report stays true. */
  jump(at: LabTime): void {
    const { at: next } = this.#clock.nextDeadline();
    if (next === null || next > at) this.#clock.observe(at);
    else this.#fireUntil(at);
  }

  /** Timers that fired in lockstep since they were taken last, by name; undefined when none did. */
  get fired(): Readonly<Record<string, number>> | undefined {
    return this.#fired;
  }

  /** Takes them: they are told once. */
  takeFired(): Readonly<Record<string, number>> | undefined {
    const fired = this.#fired;
    this.#fired = undefined;
    return fired;
  }

  #settle(): void {
    if (!this.#lockstep) return;
    const { at } = this.#clock.nextDeadline();
    // What was set without delay is due in this very instant: no need to ask the whole cluster first.
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
