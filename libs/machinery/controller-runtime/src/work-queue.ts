import { type Cause, joinCause, mergeCauses, timerCause } from '@klockwork/event-store';
import { type Cancel, type Clock, type LabTime, StoppedError, type StopSignal, type TimerName, timerFor } from '@klockwork/kernel';
import type { BackOff, Key } from './controller.ts';
import { ReadyKeys } from './ready-keys.ts';

/** Taken key, with the causes of all additions since the last take. `done` allows the next take. */
export interface QueuedKey {
  readonly key: Key;
  readonly cause: Cause;
  done(): void;
}

/** Queue of unique keys, never with two workers per key. Models client-go's workqueue. */
export interface WorkQueue {
  add(key: Key, cause: Cause): void;
  /** Adds after a delay in lab time; cause is the named timer with the revision that set it. An earlier deadline wins. */
  addAfter(key: Key, delayMs: number, timer: TimerName, cause: Cause): void;
  /** Adds with the key's exponential back-off. The cause stays. */
  addRateLimited(key: Key, cause: Cause): void;
  forget(key: Key): void;
  take(stop: StopSignal): Promise<QueuedKey>;
  depth(): { ready: number; waiting: number };
}

/** Models `DefaultTypedControllerRateLimiter` of client-go. */
const DEFAULT_BACK_OFF: BackOff = { firstMs: 5, maxMs: 1_000_000 };
const BACK_OFF_TIMER: TimerName = { name: 'controller-back-off' };

interface DelayedKey {
  readonly at: LabTime;
  readonly cancel: Cancel;
  cause: Cause;
}

/** Optional parts of a queue: the object of a key for its timers, delays, and ranks. */
export interface WorkQueueOptions {
  readonly objectOf?: (key: Key) => string | undefined;
  readonly backOff?: BackOff | undefined;
  readonly rankOf?: ((key: Key) => number) | undefined;
}

/** WorkQueue with delays on the lab's clock. First in, first out within a rank. */
export class ClockWorkQueue implements WorkQueue {
  readonly #clock: Clock;
  readonly #backOff: BackOff;
  readonly #objectOf: (key: Key) => string | undefined;
  readonly #rankOf: (key: Key) => number;
  readonly #ready = new ReadyKeys();
  /** Keys with a worker; the value is the cause of additions since, if any. */
  readonly #processing = new Map<Key, Cause | undefined>();
  readonly #waiting = new Map<Key, DelayedKey>();
  readonly #failures = new Map<Key, number>();
  readonly #takers: ((key: QueuedKey) => void)[] = [];

  constructor(clock: Clock, { objectOf, backOff, rankOf }: WorkQueueOptions = {}) {
    this.#clock = clock;
    this.#backOff = backOff ?? DEFAULT_BACK_OFF;
    this.#objectOf = objectOf ?? (() => undefined);
    this.#rankOf = rankOf ?? (() => 0);
  }

  add(key: Key, cause: Cause): void {
    if (this.#processing.has(key)) {
      this.#processing.set(key, mergeCauses(cause, this.#processing.get(key)));
      return;
    }
    this.#ready.set(key, mergeCauses(cause, this.#ready.causeOf(key)), this.#rankOf(key));
    this.#handOut();
  }

  addAfter(key: Key, delayMs: number, timer: TimerName, cause: Cause): void {
    this.#addAt(key, this.#clock.now() + delayMs, timer, timerCause(timer, cause));
  }

  addRateLimited(key: Key, cause: Cause): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const delayMs = Math.min(this.#backOff.firstMs * 2 ** failures, this.#backOff.maxMs);
    this.#addAt(key, this.#clock.now() + delayMs, BACK_OFF_TIMER, cause);
  }

  forget(key: Key): void {
    this.#failures.delete(key);
  }

  take(stop: StopSignal): Promise<QueuedKey> {
    if (stop.stopped) return Promise.reject(new StoppedError());
    return new Promise((resolve, reject) => {
      const taker = (key: QueuedKey) => {
        release();
        resolve(key);
      };
      const release = stop.onStop(() => {
        this.#takers.splice(this.#takers.indexOf(taker), 1);
        reject(new StoppedError());
      });
      this.#takers.push(taker);
      this.#handOut();
    });
  }

  depth(): { ready: number; waiting: number } {
    return { ready: this.#ready.size, waiting: this.#waiting.size };
  }

  /** Cancels all timers of the queue. */
  stop(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #addAt(key: Key, at: LabTime, timer: TimerName, cause: Cause): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined && waiting.at <= at) {
      waiting.cause = joinCause(waiting.cause, cause);
      return;
    }
    waiting?.cancel();
    const cancel = this.#clock.at(at, timerFor(timer, this.#objectOf(key)), () => this.#due(key, next));
    const next: DelayedKey = { at, cause: joinCause(cause, waiting?.cause), cancel };
    this.#waiting.set(key, next);
  }

  #due(key: Key, { cause }: DelayedKey): void {
    this.#waiting.delete(key);
    this.add(key, cause);
  }

  #handOut(): void {
    while (this.#takers.length > 0) {
      const first = this.#ready.shift();
      if (first === undefined) return;
      const [key, cause] = first;
      this.#processing.set(key, undefined);
      this.#takers.shift()?.({ key, cause, done: () => this.#done(key) });
    }
  }

  #done(key: Key): void {
    const again = this.#processing.get(key);
    this.#processing.delete(key);
    if (again !== undefined) this.add(key, again);
  }
}
