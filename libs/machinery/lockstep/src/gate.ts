import type { Activity, Cancel, HostTimer } from '@klockwork/kernel';

/** How long a knock waits for its answer before it is repeated, in ms of host time: either may get lost. */
const KNOCK_AGAIN_MS = 100;

/** How long nobody answers before there is nobody who could, in ms of host time. Time stands then, so whoever comes in tears no instant. */
const ALONE_MS = 1_000;

/**
 * The gate of one process, through which work comes in from outside. While the lab is in lockstep it is closed, and who waits there is
 * let in by the coordinator, which knows when no jump is on its way. One knock for all who wait.
 */
export class Gate {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #onKnock: () => void;
  readonly #onAlone: () => void;
  #closed = false;
  /** Host time of the first knock that has no answer yet. */
  #knockedAt: number | undefined;
  #cancelAgain: Cancel = () => {};

  /** `onKnock`: somebody is to be let in. `onAlone`: nobody answered, and the gate has opened by itself. */
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

  /** Lets in all that wait. They hold before this returns. */
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
