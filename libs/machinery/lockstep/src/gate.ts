import type { Activity, HostTimer } from '@klockwork/kernel';

/** How long a gate stays closed after the last question, in ms of host time: longer than a wave may live, so no jump meets new work. */
const GATE_CLOSED_MS = 200;

/**
 * The gate of one process, through which work comes in from outside. It is closed while the cluster is asked whether it is at rest,
 * and opens by itself when nothing follows. One host timer at most, which is set once and asks again instead of being moved.
 */
export class Gate {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  #openAt = 0;
  #closed = false;
  #armed = false;

  constructor(activity: Activity, host: HostTimer) {
    this.#activity = activity;
    this.#host = host;
  }

  close(): void {
    this.#openAt = this.#host.now() + GATE_CLOSED_MS;
    if (!this.#closed) this.#activity.gate(false);
    this.#closed = true;
    this.#arm(GATE_CLOSED_MS);
  }

  open(): void {
    if (this.#closed) this.#activity.gate(true);
    this.#closed = false;
  }

  #arm(delayMs: number): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#host.set(delayMs, () => this.#look());
  }

  #look(): void {
    this.#armed = false;
    const leftMs = this.#openAt - this.#host.now();
    if (!this.#closed) return;
    if (leftMs <= 0) this.open();
    else this.#arm(leftMs);
  }
}
