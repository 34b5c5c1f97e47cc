import { type Activity, StoppedError, type StopSignal } from '@klockwork/kernel';

/** Gate and end of an upgraded connection. */
export interface IntakeParts {
  readonly activity: Activity;
  /** Stops when the connection is closed. */
  readonly gone: StopSignal;
}

/** Connection whose reading can be paused. */
export interface Pausable {
  pause(): unknown;
  resume(): unknown;
}

/**
 * Passes received messages one by one through the activity's gate to their receiver. Holds lab time only during each call, so time
 * passes between messages. Pauses reading until all received messages are processed.
 */
export class MessageIntake {
  readonly #connection: Pausable;
  readonly #parts: IntakeParts;
  readonly #waiting: Buffer[] = [];
  #take: (bytes: string) => Promise<void> | undefined = () => undefined;
  #taking = false;

  constructor(connection: Pausable, parts: IntakeParts) {
    this.#connection = connection;
    this.#parts = parts;
  }

  /** Sets the receiver of messages, as byte strings. */
  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#take = take;
    this.#takeAll();
  }

  /** Adds a received message. */
  add(message: Buffer): void {
    this.#waiting.push(message);
    this.#takeAll();
  }

  #takeAll(): void {
    if (this.#taking || this.#waiting.length === 0) return;
    this.#taking = true;
    this.#connection.pause();
    void this.#takeEach();
  }

  async #takeEach(): Promise<void> {
    const { gone } = this.#parts;
    for (let next = this.#waiting.shift(); next !== undefined && !gone.stopped; next = this.#waiting.shift()) {
      const wait = await this.#admitted(next);
      if (wait !== undefined) await Promise.race([wait.taken, this.#lost()]);
    }
    // Runs in the turn that found no message, so a later message starts a new loop.
    this.#taking = false;
    this.#connection.resume();
  }

  /** Passes a message through the gate. Wraps the receiver's promise, because the hold must not last until it resolves. */
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
