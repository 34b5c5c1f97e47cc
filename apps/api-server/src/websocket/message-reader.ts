import { CLOSE_CODE, FrameReader, OPCODE, WebSocketError } from './frame.ts';

/** What a client says: a whole message, or a word about the connection. */
export type Incoming =
  | { readonly kind: 'message'; readonly payload: Buffer }
  | { readonly kind: 'ping'; readonly payload: Buffer }
  | { readonly kind: 'close' };

/** kubectl sends at most 32 KiB at a time. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

/** Puts messages together from their frames, between which others may stand. */
export class MessageReader {
  readonly #frames = new FrameReader(MESSAGE_BYTES_MAX);
  #parts: Buffer[] | undefined;

  /** What is whole now. Throws WebSocketError. */
  *read(chunk: Buffer): Iterable<Incoming> {
    for (const { opcode, final, payload } of this.#frames.read(chunk)) {
      if (opcode === OPCODE.ping) yield { kind: 'ping', payload };
      else if (opcode === OPCODE.close) yield { kind: 'close' };
      else if (opcode !== OPCODE.pong) {
        this.#add(opcode, payload);
        if (final) yield { kind: 'message', payload: this.#take() };
      }
    }
  }

  #add(opcode: number, payload: Buffer): void {
    const continues = opcode === OPCODE.continuation;
    if (continues !== (this.#parts !== undefined)) throw new WebSocketError(CLOSE_CODE.protocolError, 'pieces of two messages');
    this.#parts ??= [];
    this.#parts.push(payload);
    const bytes = this.#parts.reduce((sum, { length }) => sum + length, 0);
    if (bytes > MESSAGE_BYTES_MAX) throw new WebSocketError(CLOSE_CODE.tooBig, `a message of ${bytes} bytes`);
  }

  #take(): Buffer {
    const parts = this.#parts ?? [];
    this.#parts = undefined;
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }
}
