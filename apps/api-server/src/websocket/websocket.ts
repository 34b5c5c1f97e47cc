import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@klockwork/api-server';
import { type Activity, StoppedError, type StopSignal } from '@klockwork/kernel';
import { CLOSE_CODE, encodeFrame, OPCODE, WebSocketError } from './frame.ts';
import { type Incoming, MessageReader } from './message-reader.ts';

/**
 * A WebSocket on a connection whose handshake is done. A message of the client comes in through the gate of the activity, which
 * holds only until it was taken: lab time passes while nobody speaks. No more is read while one is not taken.
 */
export class WebSocket implements MessageSocket {
  readonly #socket: Duplex;
  readonly #activity: Activity;
  readonly #gone: StopSignal;
  readonly #reader = new MessageReader();
  readonly #waiting: Buffer[] = [];
  #take: (bytes: string) => Promise<void> | undefined = () => undefined;
  #taking = false;
  #closed = false;

  /** `head`: what came behind the handshake. `gone` stops when the connection is closed. */
  constructor(socket: Duplex, head: Buffer, { activity, gone }: { activity: Activity; gone: StopSignal }) {
    this.#socket = socket;
    this.#activity = activity;
    this.#gone = gone;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.once('end', () => socket.destroy());
    if (head.length > 0) this.#read(head);
  }

  onMessage(take: (bytes: string) => Promise<void> | undefined): void {
    this.#take = take;
    this.#takeAll();
  }

  send(bytes: string, form: 'binary' | 'text'): Promise<void> | undefined {
    if (this.#closed || !this.#socket.writable) return undefined;
    return this.#socket.write(encodeFrame(OPCODE[form], Buffer.from(bytes, 'latin1'))) ? undefined : this.#drained();
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
    this.#takeAll();
  }

  #heard(incoming: Incoming): void {
    if (this.#closed) return;
    if (incoming.kind === 'message') this.#waiting.push(incoming.payload);
    else if (incoming.kind === 'ping') this.#socket.write(encodeFrame(OPCODE.pong, incoming.payload));
    else this.close(CLOSE_CODE.normal);
  }

  #takeAll(): void {
    if (this.#taking || this.#waiting.length === 0) return;
    this.#taking = true;
    this.#socket.pause();
    void this.#takeEach();
  }

  async #takeEach(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined && !this.#gone.stopped; next = this.#waiting.shift()) {
      const wait = await this.#admitted(next);
      if (wait !== undefined) await Promise.race([wait.taken, this.#lost()]);
    }
    // In the turn in which nothing was left, so that what comes next begins anew.
    this.#taking = false;
    this.#socket.resume();
  }

  /** Lets a message in. The promise of who takes it is wrapped: it is not to be waited for under the hold. */
  async #admitted(payload: Buffer): Promise<{ taken: Promise<void> | undefined } | undefined> {
    try {
      const release = await this.#activity.admit('websocket', this.#gone);
      try {
        return { taken: this.#take(payload.toString('latin1')) };
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
      this.#gone.onStop(resolve);
    });
  }

  async #drained(): Promise<void> {
    if (this.#socket.writableNeedDrain && !this.#socket.destroyed)
      await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]);
  }
}
