import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@klockwork/api-server';
import { type IntakeParts, MessageIntake } from '../message-intake.ts';
import { writeTo } from '../write-to.ts';

/** An upgraded connection without messages: each chunk is one, as it happens to arrive. */
export class RawSocket implements MessageSocket {
  readonly #socket: Duplex;
  readonly #intake: MessageIntake;

  /** `head`: what came behind the handshake. */
  constructor(socket: Duplex, head: Buffer, parts: IntakeParts) {
    this.#socket = socket;
    this.#intake = new MessageIntake(socket, parts);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.once('end', () => socket.destroy());
    if (head.length > 0) this.#read(head);
  }

  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#intake.onMessage(take);
  }

  send(bytes: string): Promise<void> | undefined {
    return this.#socket.writable ? writeTo(this.#socket, Buffer.from(bytes, 'latin1')) : undefined;
  }

  close(): void {
    this.#socket.end();
  }

  #read(chunk: Buffer): void {
    this.#intake.add(chunk);
    this.#intake.takeAll();
  }
}
