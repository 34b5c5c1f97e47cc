import { Duplex } from 'node:stream';
import { type Activity, messageOf, type Release, StoppedError } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Turns of the event loop in which Node's TLS and HTTP handle bytes. */
const TURNS = 5;

/**
 * Node stream over a connection of the lab, for TLS. Lab time stands still while this process handles bytes, not while it waits for the peer.
 * Destroying the stream closes the connection.
 */
export class ConnectionStream extends Duplex {
  readonly #connection: Connection;
  readonly #activity: Activity;
  #reading = false;
  #turnsLeft = 0;

  constructor(connection: Connection, activity: Activity) {
    super();
    this.#connection = connection;
    this.#activity = activity;
    this.#holdForTurns();
  }

  override _read(): void {
    if (!this.#reading) void this.#pump();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#holdForTurns();
    const behind = this.#connection.write(chunk.toString('latin1'));
    if (behind === undefined) done();
    else
      behind.then(
        () => done(),
        (error: Error) => done(error),
      );
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#connection.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#connection.close();
    done(error);
  }

  async #pump(): Promise<void> {
    this.#reading = true;
    try {
      for (let wants = true; wants; ) {
        const bytes = await this.#connection.read();
        this.#holdForTurns();
        wants = this.push(bytes === undefined ? null : Buffer.from(bytes, 'latin1')) && bytes !== undefined;
      }
    } catch (error) {
      if (error instanceof StoppedError) this.push(null);
      else this.destroy(error instanceof Error ? error : new Error(messageOf(error)));
    } finally {
      this.#reading = false;
    }
  }

  #holdForTurns(): void {
    const isHeld = this.#turnsLeft > 0;
    this.#turnsLeft = TURNS;
    if (!isHeld) this.#nextTurn(this.#activity.hold('TLS'));
  }

  #nextTurn(release: Release): void {
    if (this.#turnsLeft === 0) release();
    else {
      this.#turnsLeft -= 1;
      setImmediate(() => this.#nextTurn(release));
    }
  }
}
