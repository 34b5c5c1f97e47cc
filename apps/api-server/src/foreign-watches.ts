import type { Activity, Cancel, HostTimer, Release } from '@klockwork/kernel';

/** People look on with kubectl (the program may be called `kubectl-1.35`), and so do our own tools: nobody waits for them to react. */
const ONLOOKER = /^(kubectl|klockwork)\b/;

/** How often one wait is begun anew for connections that are opened meanwhile: a TCP and a TLS handshake each for a controller and an onlooker. */
const APPROACHES_MAX = 4;

/**
 * Controllers that are not part of the lab cannot say when they are at work. So the lab's time waits a while, of the host's time,
 * after each event that is sent to one: what it writes in reaction then comes at the instant of the event.
 * One hold and one host timer for all of them, and none while no event is new.
 */
export class ForeignWatches {
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #settleMs: number;
  readonly #writers = new WeakSet<object>();
  #release: Release | undefined;
  #cancel: Cancel = () => {};
  #approaches = 0;

  /** `settleMs`: how long to wait after the last event; 0 waits for nobody. */
  constructor(options: { activity: Activity; host: HostTimer; settleMs: number }) {
    this.#activity = options.activity;
    this.#host = options.host;
    this.#settleMs = options.settleMs;
  }

  /** A write came over this connection: whoever has it does more than look on. */
  wrote(connection: object): void {
    this.#writers.add(connection);
  }

  /** Whether a client may react to what it watches. */
  isForeign(userAgent: string | undefined, connection: object): boolean {
    return !ONLOOKER.test(userAgent ?? '') || this.#writers.has(connection);
  }

  /** Time waits for a reaction just now. */
  get settling(): boolean {
    return this.#release !== undefined;
  }

  /** A foreign client is being sent an event: time waits anew. */
  told(): void {
    if (this.#settleMs === 0) return;
    this.#approaches = APPROACHES_MAX;
    this.#release ??= this.#activity.hold('foreign watch');
    this.#wait();
  }

  /** A connection is opened, or has shaken hands. While time waits it may be the reaction on its way, so it waits anew, a few times. */
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
