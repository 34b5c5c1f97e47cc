import type { Activity, Cancel, Release, StopSignal } from '@klockwork/kernel';
import type { ProcessLifetime } from './process-lifetime.ts';

/** Cluster activity of one process: its holds end with the process. */
export class ProcessActivity implements Activity {
  readonly #activity: Activity;
  readonly #life: ProcessLifetime;

  constructor(activity: Activity, life: ProcessLifetime) {
    this.#activity = activity;
    this.#life = life;
  }

  hold(reason: string): Release {
    if (!this.#life.alive) return () => {};
    const release = this.#activity.hold(reason);
    const off = this.#life.onEnd(release);
    return () => {
      off();
      release();
    };
  }

  async track<T>(reason: string, io: Promise<T>): Promise<T> {
    const release = this.hold(reason);
    try {
      return await this.#life.whileAlive(io);
    } finally {
      release();
    }
  }

  turn(): Promise<void> {
    return this.#life.whileAlive(this.#activity.turn());
  }

  admit(reason: string, stop: StopSignal): Promise<Release> {
    return this.#life.whileAlive(this.#activity.admit(reason, stop));
  }

  gate(open: boolean): void {
    this.#activity.gate(open);
  }

  onWaiting(onWait: () => void): Cancel {
    return this.#activity.onWaiting(onWait);
  }

  state(): ReturnType<Activity['state']> {
    return this.#activity.state();
  }

  onIdle(report: () => void): Cancel {
    return this.#activity.onIdle(report);
  }
}
