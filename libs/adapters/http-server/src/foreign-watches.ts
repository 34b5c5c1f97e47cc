import type { Activity, Cancel, HostTimer, Release } from '@klockwork/kernel';

/** User agents without reactions: kubectl (also as `kubectl-1.35`) and Klockwork's own tools. */
const ONLOOKER = /^(kubectl|klockwork)\b/;

/** Max number of times that new connections prolong one wait: TCP and TLS handshakes of a controller and an onlooker. */
const APPROACHES_MAX = 4;

/** Max wait for the answer of a client to its fired timer, in ms of host time. */
const ANSWER_MS_MAX = 2_000;

/**
 * Delays lab time for controllers outside the lab, which report no activity. Lab time waits for some host time after each event sent to
 * such a client, so that its reaction happens at the instant of the event. All clients share a single hold and host timer.
 */
export class ForeignWatches {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #settleMs: number;
  readonly #writers = new WeakSet<object>();
  #release: Release | undefined;
  #cancel: Cancel = () => {};
  #approaches = 0;

  /** `settleMs`: wait after the last event, in ms of host time; 0 disables waiting. */
  constructor(options: { activity: Activity; host: HostTimer; settleMs: number }) {
    this.#activity = options.activity;
    this.#host = options.host;
    this.#settleMs = options.settleMs;
  }

  /** Records a write of a connection: its client is more than an onlooker. */
  wrote(connection: object): void {
    this.#writers.add(connection);
  }

  /** Returns true if a client may react to watched events. */
  isForeign(userAgent: string | undefined, connection: object): boolean {
    return !ONLOOKER.test(userAgent ?? '') || this.#writers.has(connection);
  }

  /** True while lab time waits for a reaction. */
  get settling(): boolean {
    return this.#release !== undefined;
  }

  /** Starts a new wait: a foreign client is about to receive an event. */
  sent(): void {
    if (this.#settleMs === 0) return;
    this.#approaches = APPROACHES_MAX;
    this.#release ??= this.#activity.hold('foreign watch');
    this.#wait();
  }

  /** Holds until a client answers its fired timer, at most 2 s; then starts a wait, as for an event. */
  asked(answer: Promise<void> | undefined): void {
    if (answer === undefined) return;
    const release = this.#activity.hold('client timer');
    const over = () => {
      cancel();
      this.sent();
      release();
    };
    const cancel = this.#host.set(ANSWER_MS_MAX, release);
    answer.then(over, over);
  }

  /** Prolongs the wait for a new connection or completed handshake: the reaction may be on its way. */
  approached(): void {
    if (!this.settling || this.#approaches === 0) return;
    this.#approaches -= 1;
    this.#wait();
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#host.set(this.#settleMs, () => this.#end());
  }

  #end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
