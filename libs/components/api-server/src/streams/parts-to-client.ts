import type { BusSession, SessionPart } from '@klockwork/bus';

/**
 * What an agent says, on its way to a client: in order, each part no faster than the client takes it, and none before the client is
 * there. The agent hears of each that was taken, and sends more.
 */
export class PartsToClient {
  readonly #write: (part: SessionPart) => Promise<void> | undefined;
  #waiting: SessionPart[] = [];
  #session: BusSession | undefined;
  #open = false;
  #writing = false;

  /** `write` gives a promise while the client is behind. */
  constructor(write: (part: SessionPart) => Promise<void> | undefined) {
    this.#write = write;
  }

  add(part: SessionPart): void {
    this.#waiting.push(part);
    this.#goOn();
  }

  /** From now on the client can take parts. */
  open(): void {
    this.#open = true;
    this.#goOn();
  }

  /** Who is told how much was taken. */
  from(session: BusSession): void {
    this.#session = session;
  }

  /** What waits is dropped: it is over. */
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
    // In the turn in which nothing was left, so that what comes next begins anew.
    this.#writing = false;
  }
}
