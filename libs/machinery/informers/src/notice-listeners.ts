import { type Cancel, type Clock, type Logger, logFailure } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { Notice } from './informer.ts';

/** First retry delay for a failing listener, in ms; doubled up to the maximum, as in a work queue. */
const BACK_OFF_MS_MIN = 5;
const BACK_OFF_MS_MAX = 1_000_000;

type Listener<T extends KubeObject> = (notice: Notice<T>) => void;

/** Notice with a failed listener. */
interface FailedNotice {
  readonly failures: number;
  readonly cancel: Cancel;
}

/**
 * Listeners of one informer. A failing listener receives the notice again with back-off, until success or a newer notice of the object.
 * Other objects and listeners are not delayed.
 */
export class NoticeListeners<T extends KubeObject> {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #resource: string;
  /** Failed notices by object name. */
  readonly #listeners = new Map<Listener<T>, Map<string, FailedNotice>>();

  constructor({ clock, logger, resource }: { clock: Clock; logger: Logger; resource: string }) {
    this.#clock = clock;
    this.#logger = logger;
    this.#resource = resource;
  }

  /** Adds a listener; returns a function that removes it. */
  add(listener: Listener<T>): () => void {
    this.#listeners.set(listener, new Map());
    return () => this.#remove(listener);
  }

  tell(notice: Notice<T>): void {
    for (const listener of [...this.#listeners.keys()]) this.#deliver(listener, notice);
  }

  /** Cancels all timers. */
  stop(): void {
    for (const listener of [...this.#listeners.keys()]) this.#remove(listener);
  }

  #deliver(listener: Listener<T>, notice: Notice<T>): void {
    const failedListener = this.#listeners.get(listener);
    if (failedListener === undefined) return;
    const { namespace = '', name = '' } = notice.object.metadata ?? {};
    const key = `${namespace}/${name}`;
    const before = failedListener.get(key);
    before?.cancel();
    failedListener.delete(key);
    try {
      listener(notice);
    } catch (error) {
      logFailure(this.#logger, { resource: this.#resource, key }, error);
      failedListener.set(key, this.#retry(listener, notice, (before?.failures ?? 0) + 1));
    }
  }

  #retry(listener: Listener<T>, notice: Notice<T>, failures: number): FailedNotice {
    const delayMs = Math.min(BACK_OFF_MS_MIN * 2 ** (failures - 1), BACK_OFF_MS_MAX);
    const cancel = this.#clock.after(delayMs, { name: 'informer-back-off' }, () => this.#deliver(listener, notice));
    return { failures, cancel };
  }

  #remove(listener: Listener<T>): void {
    for (const { cancel } of this.#listeners.get(listener)?.values() ?? []) cancel();
    this.#listeners.delete(listener);
  }
}
