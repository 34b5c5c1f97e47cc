import type { Duplex } from 'node:stream';
import { type Activity, StoppedError, type StopSignal } from '@klockwork/kernel';

/** What messages come in through. */
export interface IntakeParts {
  readonly activity: Activity;
  /** Stops when the connection is closed. */
  readonly gone: StopSignal;
}

/**
 * Lets in what a client sends on an upgraded connection, a message at a time, through the gate of the activity, which holds only until
 * it was taken: lab time passes while nobody speaks. No more is read from the connection while one is not taken.
 */
export class MessageIntake {
  readonly #socket: Duplex;
  readonly #parts: IntakeParts;
  readonly #waiting: Buffer[] = [];
  #take: (bytes: string) => Promise<void> | undefined = () => undefined;
  #taking = false;

  constructor(socket: Duplex, parts: IntakeParts) {
    this.#socket = socket;
    this.#parts = parts;
  }

  /** Who takes the messages, as byte strings, from now on. */
  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#take = take;
    this.takeAll();
  }

  /** A message has come; it is taken after those before it, once {@link takeAll} is called. */
  add(message: Buffer): void {
    this.#waiting.push(message);
  }

  /** Begins to take what has come, unless that is going on. */
  takeAll(): void {
    if (this.#taking || this.#waiting.length === 0) return;
    this.#taking = true;
    this.#socket.pause();
    void this.#takeEach();
  }

  async #takeEach(): Promise<void> {
    const { gone } = this.#parts;
    for (let next = this.#waiting.shift(); next !== undefined && !gone.stopped; next = this.#waiting.shift()) {
      const wait = await this.#admitted(next);
      if (wait !== undefined) await Promise.race([wait.taken, this.#lost()]);
    }
    // In the turn in which nothing was left, so that what comes next begins anew.
    this.#taking = false;
    this.#socket.resume();
  }

  /** Lets a message in. The promise of who takes it is wrapped: it is not to be waited for under the hold. */
  async #admitted(message: Buffer): Promise<{ taken: Promise<void> | undefined } | undefined> {
    const { activity, gone } = this.#parts;
    try {
      const release = await activity.admit('websocket', gone);
      try {
        return { taken: this.#take(message.toString('latin1')) };
      } finally {
        release();
      }
    } catch (error) {
      if (error instanceof StoppedError) return undefined;
      throw error;
    }
  }

  #lost(): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.gone.onStop(resolve);
    });
  }
}
