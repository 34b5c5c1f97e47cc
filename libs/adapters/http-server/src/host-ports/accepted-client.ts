import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HostClient } from '@klockwork/http-api';
import { type Activity, StopSource } from '@klockwork/kernel';
import { pendingDrain } from '../answers/caught-up.ts';
import { MessageIntake } from '../upgrades/message-intake.ts';

/** Message for the end of the client's direction: no chunk is empty. */
const END = Buffer.alloc(0);

/** Accepted TCP or TLS connection. Received chunks pass the activity's gate one by one; an open connection holds nothing. */
export class AcceptedClient implements HostClient {
  readonly gone = new StopSource();
  readonly #socket: Socket;
  readonly #intake: MessageIntake;

  constructor(socket: Socket, activity: Activity) {
    this.#socket = socket;
    this.#intake = new MessageIntake(socket, { activity, gone: this.gone });
    // A broken connection closes too, and the error has no further use.
    socket.on('error', () => {});
    socket.once('close', () => this.gone.stop());
  }

  receive(take: (bytes: string) => Promise<void> | undefined, end: () => void): void {
    this.#intake.onMessage((bytes) => {
      if (bytes !== '') return take(bytes);
      end();
      return undefined;
    });
    this.#socket.on('data', (chunk: Buffer) => this.#intake.add(chunk));
    this.#socket.once('end', () => this.#intake.add(END));
  }

  send(bytes: string): Promise<void> | undefined {
    if (!this.#socket.writable) return undefined;
    this.#socket.write(Buffer.from(bytes, 'latin1'));
    return pendingDrain(this.#socket);
  }

  end(): void {
    this.#socket.end();
  }

  reset(): void {
    // TLS would send an alert, and its socket knows no reset.
    if (this.#socket instanceof TLSSocket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }
}
