import type { Cancel } from './clock.ts';
import { StoppedError, type StopSignal } from './stop-signal.ts';

/** Ends a hold. Repeated calls have no effect. */
export type Release = () => void;

/**
 * Open work of a process: lab time stands still during it. Only adapters hold, never around domain code, and never across a wait on the
 * Clock, which would deadlock the whole cluster.
 */
export interface Activity {
  /** Starts a hold synchronously, and increments the epoch. */
  hold(reason: string): Release;
  /** Wraps host I/O: holds until `io` settles. */
  track<T>(reason: string, io: Promise<T>): Promise<T>;
  /** Held turn of the host's event loop: the only way to yield. */
  turn(): Promise<void>;
  /** Admits work from outside: waits at a closed gate, then holds. Rejects with StoppedError. */
  admit(reason: string, stop: StopSignal): Promise<Release>;
  /** Opens or closes the gate. Waiting work holds before this returns: open and close at once admits only present work. */
  gate(open: boolean): void;
  /** Calls `onWait` for each new wait at the closed gate. */
  onWaiting(onWait: () => void): Cancel;
  state(): ActivityState;
  /** Calls `report` each time the process becomes idle, after a settling turn. */
  onIdle(report: () => void): Cancel;
}

/** Snapshot of a process's activity. */
export interface ActivityState {
  /** Increases with each hold: two idle states of the same epoch prove idleness in between. */
  readonly epoch: number;
  readonly holds: number;
  /** True without holds. */
  readonly idle: boolean;
  readonly reasons: ReadonlyMap<string, number>;
}

/** Activity by counting. `nextTurn` calls back in the host's next turn (setImmediate on Node.js). */
export class CountingActivity implements Activity {
  readonly #nextTurn: (then: () => void) => void;
  readonly #reasons = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #waitListeners = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  #epoch = 0;
  #holds = 0;
  #open = true;

  constructor(nextTurn: (then: () => void) => void) {
    this.#nextTurn = nextTurn;
  }

  hold(reason: string): Release {
    this.#holds += 1;
    this.#epoch += 1;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release(reason);
    };
  }

  async track<T>(reason: string, io: Promise<T>): Promise<T> {
    const release = this.hold(reason);
    try {
      return await io;
    } finally {
      release();
    }
  }

  turn(): Promise<void> {
    return this.track('turn', new Promise((resolve) => this.#nextTurn(resolve)));
  }

  async admit(reason: string, stop: StopSignal): Promise<Release> {
    if (stop.stopped) throw new StoppedError();
    return this.#open ? this.hold(reason) : this.#letIn(reason, stop);
  }

  gate(open: boolean): void {
    this.#open = open;
    if (!open) return;
    for (const enter of [...this.#waiting]) enter();
  }

  onWaiting(onWait: () => void): Cancel {
    this.#waitListeners.add(onWait);
    return () => this.#waitListeners.delete(onWait);
  }

  state(): ActivityState {
    return { epoch: this.#epoch, holds: this.#holds, idle: this.#holds === 0, reasons: this.#reasons };
  }

  onIdle(report: () => void): Cancel {
    this.#listeners.add(report);
    return () => this.#listeners.delete(report);
  }

  #release(reason: string): void {
    this.#holds -= 1;
    const left = (this.#reasons.get(reason) ?? 1) - 1;
    if (left === 0) this.#reasons.delete(reason);
    else this.#reasons.set(reason, left);
    if (this.#holds > 0 || this.#listeners.size === 0) return;
    const epoch = this.#epoch;
    this.#nextTurn(() => {
      if (this.#holds > 0 || this.#epoch !== epoch) return;
      for (const report of this.#listeners) report();
    });
  }

  /** Resolves with a hold taken at the opening of the gate, not later. */
  #letIn(reason: string, stop: StopSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        this.#waiting.delete(enter);
        forget();
        resolve(this.hold(reason));
      };
      this.#waiting.add(enter);
      const forget = stop.onStop(() => {
        this.#waiting.delete(enter);
        reject(new StoppedError());
      });
      for (const onWait of this.#waitListeners) onWait();
    });
  }
}
