import type { Bus, Subjects } from '@klockwork/bus';
import { type Cancel, type Clock, type LabTime, nextWhole } from '@klockwork/kernel';
import type { Journal } from './journal.ts';
import { HEADS_ROUTE } from './routes.ts';

const TIMER = { name: 'log-heads', upkeep: true } as const;
/** Heads follow new events at the next multiple of this, in ms of lab time. */
const SOON_MS = 2_000;
/**
 * Heads of self-renewing objects, such as leases, wait for the next multiple of this, in ms: the hint of the next renewal has the same
 * content. Readers that act on leases older than 40 s have recovered by then.
 */
const RENEWED_MS = 30_000;
/** Heads that the clock carries follow new events at the next multiple of this, in ms: retention stops time there, too. */
const CARRIED_MS = 5 * 60_000;
/** Without news they are repeated after this, then each time after twice as long, up to the most: the message may be lost too. */
const REPEAT_MS = 10_000;
const REPEAT_MS_MAX = 60_000;
/** Heads that the clock carries are repeated at multiples of this, in ms: an advance of sixty days stops for few of them. */
const CARRIED_REPEAT_MS = 3_600_000;

export interface HeadsPublisherOptions {
  readonly journal: Journal;
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  /** True while whatever is new is carried to all readers anyway, as the questions of the lab's clock do in lockstep. */
  readonly areCarried?: (() => boolean) | undefined;
}

/**
 * Publishes the heads of all kinds on request and after commits, so that a reader detects a lost last hint. Intervals grow while the log is
 * quiet: each message in an idle cluster would require a stop of time.
 */
export class HeadsPublisher {
  readonly #journal: Journal;
  readonly #bus: Bus;
  readonly #subjects: Subjects;
  readonly #clock: Clock;
  readonly #areCarried: () => boolean;
  readonly #stopListening: Cancel;
  #distanceMs = REPEAT_MS;
  #due: { readonly at: LabTime; readonly cancel: Cancel } | undefined;

  /** Publishes the heads at once, and repeatedly until `stop`. */
  constructor({ journal, bus, subjects, clock, areCarried = () => false }: HeadsPublisherOptions) {
    this.#journal = journal;
    this.#bus = bus;
    this.#subjects = subjects;
    this.#clock = clock;
    this.#areCarried = areCarried;
    this.#stopListening = journal.onCommitted(({ event }) => this.#news(journal.forgets(event.key)));
    this.#publish();
  }

  stop(): void {
    this.#stopListening();
    this.#due?.cancel();
  }

  #news(renewsItself: boolean): void {
    if (!renewsItself) this.#distanceMs = REPEAT_MS;
    this.#armSoon(renewsItself ? RENEWED_MS : SOON_MS);
  }

  #publish(): void {
    this.publishNow();
    const now = this.#clock.now();
    if (this.#areCarried()) {
      this.#arm(nextWhole(CARRIED_REPEAT_MS, now));
      return;
    }
    const laterMs = this.#distanceMs - REPEAT_MS;
    this.#distanceMs = Math.min(this.#distanceMs * 2, REPEAT_MS_MAX);
    this.#arm(nextWhole(REPEAT_MS, now + laterMs));
  }

  /** Publishes the heads once more: a reader was cut off and asks for them. */
  publishNow(): void {
    this.#bus.publish(this.#subjects.at(HEADS_ROUTE), this.#journal.state.heads());
  }

  #armSoon(periodMs: number): void {
    this.#arm(nextWhole(this.#areCarried() ? CARRIED_MS : periodMs, this.#clock.now()));
  }

  /** Sets a timer; the earlier deadline wins. */
  #arm(at: LabTime): void {
    if (this.#due !== undefined && this.#due.at <= at) return;
    this.#due?.cancel();
    const cancel = this.#clock.at(at, TIMER, () => {
      this.#due = undefined;
      this.#publish();
    });
    this.#due = { at, cancel };
  }
}
