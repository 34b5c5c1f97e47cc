import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@klockwork/http-api';
import { pendingDrain } from '../answers/caught-up.ts';
import { type IntakeParts, MessageIntake } from './message-intake.ts';

/** Upgraded connection without messages: each received chunk counts as one. */
export class RawSocket implements MessageSocket {
  readonly #socket: Duplex;
  readonly #intake: MessageIntake;

  /** `head`: bytes received after the handshake. */
  constructor(socket: Duplex, head: Buffer, parts: IntakeParts) {
    this.#socket = socket;
    this.#intake = new MessageIntake(socket, parts);
    socket.on('data', (chunk: Buffer) => this.#intake.add(chunk));
    socket.once('end', () => socket.destroy());
    if (head.length > 0) this.#intake.add(head);
  }

  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#intake.onMessage(take);
  }

  send(bytes: string): Promise<void> | undefined {
    if (!this.#socket.writable) return undefined;
    this.#socket.write(Buffer.from(bytes, 'latin1'));
    return pendingDrain(this.#socket);
  }

  close(): void {
    this.#socket.end();
  }
}
