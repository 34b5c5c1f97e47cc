import type { Activity, Cancel, HostTimer } from '@klockwork/kernel';

/** Interval between knocks without an answer, in ms of host time: knock or answer may be lost. */
const KNOCK_AGAIN_MS = 100;

/**
 * Time without any answer until the gate opens, in ms of host time. Without a coordinator time stands still, so admission splits no
 * instant.
 */
const ALONE_MS = 1_000;

/**
 * Gate for outside work of one process. Lockstep closes the gate; the coordinator then admits waiting work when no jump is in flight. A single
 * knock serves all waiting work.
 */
export class Gate {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #onKnock: () => void;
  readonly #onAlone: () => void;
  #closed = false;
  /** Host time of the first unanswered knock. */
  #knockedAt: number | undefined;
  #cancelAgain: Cancel = () => {};

  /** `onKnock`: work waits for admission. `onAlone`: the coordinator did not answer, and the gate opened. */
  constructor(options: {
    readonly activity: Activity;
    readonly host: HostTimer;
    readonly onKnock: () => void;
    readonly onAlone: () => void;
  }) {
    this.#activity = options.activity;
    this.#host = options.host;
    this.#onKnock = options.onKnock;
    this.#onAlone = options.onAlone;
    this.#activity.onWaiting(() => this.#onWaiting());
  }

  close(): void {
    if (!this.#closed) this.#activity.gate(false);
    this.#closed = true;
  }

  open(): void {
    this.#answered();
    if (this.#closed) this.#activity.gate(true);
    this.#closed = false;
  }

  /** Admits all waiting work, which takes its holds before this returns. */
  letIn(): void {
    this.open();
    this.close();
  }

  #onWaiting(): void {
    if (this.#knockedAt !== undefined) return;
    this.#knockedAt = this.#host.now();
    this.#knock();
  }

  #knock(): void {
    this.#onKnock();
    this.#cancelAgain = this.#host.set(KNOCK_AGAIN_MS, () => this.#look());
  }

  #look(): void {
    if (this.#knockedAt === undefined) return;
    if (this.#host.now() - this.#knockedAt < ALONE_MS) this.#knock();
    else {
      this.open();
      this.#onAlone();
    }
  }

  #answered(): void {
    this.#cancelAgain();
    this.#knockedAt = undefined;
  }
}
