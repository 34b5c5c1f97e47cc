import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@klockwork/api-server';
import { type IntakeParts, MessageIntake } from '../message-intake.ts';
import { writeTo } from '../write-to.ts';
import { CLOSE_CODE, encodeFrame, OPCODE, WebSocketError } from './frame.ts';
import { type Incoming, MessageReader } from './message-reader.ts';

/** A WebSocket on a connection whose handshake is done. */
export class WebSocket implements MessageSocket {
  readonly #socket: Duplex;
  readonly #intake: MessageIntake;
  readonly #reader = new MessageReader();
  #closed = false;

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

  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined {
    if (this.#closed || !this.#socket.writable) return undefined;
    return writeTo(this.#socket, encodeFrame(OPCODE[form], Buffer.from(bytes, 'latin1')));
  }

  close(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    const reason = Buffer.alloc(2);
    reason.writeUInt16BE(code);
    this.#socket.end(encodeFrame(OPCODE.close, reason));
  }

  #read(chunk: Buffer): void {
    try {
      for (const incoming of this.#reader.read(chunk)) this.#heard(incoming);
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.close(error.code);
    }
    this.#intake.takeAll();
  }

  #heard(incoming: Incoming): void {
    if (this.#closed) return;
    if (incoming.kind === 'message') this.#intake.add(incoming.payload);
    else if (incoming.kind === 'ping') this.#socket.write(encodeFrame(OPCODE.pong, incoming.payload));
    else this.close(CLOSE_CODE.normal);
  }
}
