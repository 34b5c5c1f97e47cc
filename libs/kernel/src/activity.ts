import type { Cancel } from './clock.ts';
import { StoppedError, type StopSignal } from './stop-signal.ts';

/** Ends a hold. Calling it again does nothing. */
export type Release = () => void;

/**
 * What a process is doing, so that time can stand still while anything is under way.
 * Holds live only in adapters, never around domain code and never across a wait on the Clock:
 * that would deadlock the whole cluster.
 */
export interface Activity {
  /** Synchronous: holds + 1, epoch + 1. */
  hold(reason: string): Release;
  /** The wrapper of every host I/O: holds until `io` settles. */
  track<T>(reason: string, io: Promise<T>): Promise<T>;
  /** A held turn of the host's event loop: the only way to yield. */
  turn(): Promise<void>;
  /** Work from outside: waits while the gate is closed, then holds. Rejects with StoppedError. */
  admit(reason: string, stop: StopSignal): Promise<Release>;
  /** Whoever waited holds before this returns: to open and close at once lets in those who are there, and nobody else. */
  gate(open: boolean): void;
  /** Calls `knock` each time that somebody begins to wait at the closed gate. */
  onWaiting(knock: () => void): Cancel;
  state(): ActivityState;
  /** Calls `report` each time the process has come to rest, after the settle turn. */
  onIdle(report: () => void): Cancel;
}

/** What a process is doing at one moment. */
export interface ActivityState {
  /** Rises with every hold: idle twice with the same epoch is passive all the time between. */
  readonly epoch: number;
  readonly holds: number;
  /** No holds at all. */
  readonly idle: boolean;
  readonly reasons: ReadonlyMap<string, number>;
}

/** Activity by counting. `nextTurn` calls back on the host's next turn (setImmediate on Node.js). */
export class CountingActivity implements Activity {
  readonly #nextTurn: (then: () => void) => void;
  readonly #reasons = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #knocks = new Set<() => void>();
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

  onWaiting(knock: () => void): Cancel {
    this.#knocks.add(knock);
    return () => this.#knocks.delete(knock);
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

  /** Resolves with a hold that was taken when the gate opened, not later. */
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
      for (const knock of this.#knocks) knock();
    });
  }
}
