import type { BusSession, SessionPart } from '@klockwork/bus';

/**
 * Sends an agent's parts to a client in order, with back-pressure, once the client is connected. Reports each taken part to the agent,
 * which then sends more.
 */
export class PartsToClient {
  readonly #write: (part: SessionPart) => Promise<void> | undefined;
  #waiting: SessionPart[] = [];
  #session: BusSession | undefined;
  #open = false;
  #writing = false;

  /** `write` returns a promise while the client is slow. */
  constructor(write: (part: SessionPart) => Promise<void> | undefined) {
    this.#write = write;
  }

  add(part: SessionPart): void {
    this.#waiting.push(part);
    this.#goOn();
  }

  /** Starts to send parts to the client. */
  open(): void {
    this.#open = true;
    this.#goOn();
  }

  /** Sets the session that receives reports of taken parts. */
  from(session: BusSession): void {
    this.#session = session;
  }

  /** Drops waiting parts at the end. */
  drop(): void {
    this.#waiting = [];
  }

  #goOn(): void {
    if (this.#writing || !this.#open) return;
    this.#writing = true;
    void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    for (let part = this.#waiting.shift(); part !== undefined; part = this.#waiting.shift()) {
      const wait = this.#write(part);
      if (wait !== undefined) await wait;
      this.#session?.taken(part.bytes?.length ?? 0);
    }
    // Reset in the same turn, so that later parts start a new loop.
    this.#writing = false;
  }
}
