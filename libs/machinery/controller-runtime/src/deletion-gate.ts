import type { Informer } from '@klockwork/informers';
import { type Cancel, type Clock, StoppedError } from '@klockwork/kernel';

/** Lab time before a missing hint is read from the log, in ms. */
const HINT_PATIENCE_MS = 250;

/** Object deleted by this process. */
export interface DeletedObject {
  readonly namespace: string;
  readonly name: string;
}

interface Waiter {
  readonly deleted: DeletedObject;
  resolve(): void;
  reject(error: StoppedError): void;
}

/**
 * Waits until a cache shows deletions: the object is gone, or marked. The answer to a deletion contains no revision to wait for. During
 * waits, the log is read every {@link HINT_PATIENCE_MS}, because hints may be lost.
 */
export class DeletionGate {
  // biome-ignore lint/suspicious/noExplicitAny: of whatever kind
  readonly #informer: Informer<any>;
  readonly #clock: Clock;
  readonly #unlisten: () => void;
  #waiters: Waiter[] = [];
  #timer: Cancel | undefined;

  // biome-ignore lint/suspicious/noExplicitAny: of whatever kind
  constructor(informer: Informer<any>, clock: Clock) {
    this.#informer = informer;
    this.#clock = clock;
    this.#unlisten = informer.onNotice(() => this.#letThrough());
  }

  /** Resolves once the cache shows the deletion. Rejects with StoppedError. */
  seen(object: DeletedObject): Promise<void> {
    if (this.#isSeen(object)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ deleted: object, resolve, reject });
      this.#arm();
    });
  }

  stop(): void {
    this.#unlisten();
    this.#disarm();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new StoppedError());
  }

  #isSeen({ namespace, name }: DeletedObject): boolean {
    const object = this.#informer.get(namespace, name);
    return object === undefined || object.metadata?.deletionTimestamp !== undefined;
  }

  #letThrough(): void {
    if (this.#waiters.length === 0) return;
    const through = this.#waiters.filter(({ deleted }) => this.#isSeen(deleted));
    if (through.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => !through.includes(waiter));
    if (this.#waiters.length === 0) this.#disarm();
    for (const waiter of through) waiter.resolve();
  }

  #arm(): void {
    this.#timer ??= this.#clock.after(HINT_PATIENCE_MS, { name: 'informer-catch-up', upkeep: true }, () => {
      this.#timer = undefined;
      void this.#giveUpWaiting();
    });
  }

  /** After a read of the log the cache includes the deletion: remaining waits were overtaken by a new object of the same name. */
  async #giveUpWaiting(): Promise<void> {
    const waiters = this.#waiters.slice();
    try {
      await this.#informer.catchUp();
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      for (const waiter of waiters) waiter.reject(error);
      return;
    }
    this.#waiters = this.#waiters.filter((waiter) => !waiters.includes(waiter));
    if (this.#waiters.length > 0) this.#arm();
    for (const waiter of waiters) waiter.resolve();
  }

  #disarm(): void {
    this.#timer?.();
    this.#timer = undefined;
  }
}
