import { Duplex } from 'node:stream';
import { messageOf, StoppedError } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Node stream over a connection of the lab, for TLS. Destroying the stream closes the connection. */
export class ConnectionStream extends Duplex {
  readonly #connection: Connection;
  #reading = false;

  constructor(connection: Connection) {
    super();
    this.#connection = connection;
  }

  override _read(): void {
    if (!this.#reading) void this.#pump();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
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
        wants = this.push(bytes === undefined ? null : Buffer.from(bytes, 'latin1')) && bytes !== undefined;
      }
    } catch (error) {
      if (error instanceof StoppedError) this.push(null);
      else this.destroy(error instanceof Error ? error : new Error(messageOf(error)));
    } finally {
      this.#reading = false;
    }
  }
}
