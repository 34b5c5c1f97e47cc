import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isGivenUp } from './either-protocol.ts';

/** Bodies above this are not taken. Models `--max-request-body-bytes`: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1_024 * 1_024;

/** Connections of HTTP/1.1 on which a body is on its way. */
const waitedFor = new WeakSet<Socket>();

/** Whether the body of a request has not come yet, of a connection of HTTP/1.1. */
export function isBodyOnItsWay(socket: Socket): boolean {
  return waitedFor.has(socket);
}

/** Content length of a request; without one the max bytes of a body. */
export function bodyBytesOf({ headers }: IncomingMessage): number {
  const length = Number(headers['content-length'] ?? (isAnnounced(headers) ? BODY_BYTES_MAX : 0));
  return Math.min(Number.isNaN(length) ? BODY_BYTES_MAX : length, BODY_BYTES_MAX);
}

/** Returns true when a body without a length may follow: announced over HTTP/1.1, always possible over HTTP/2. */
function isAnnounced(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || headers[':method'] !== undefined;
}

/** The body of a request, or 'too large': the rest of it is not kept. Of a client that goes before all has come nothing is heard any more. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length']) > BODY_BYTES_MAX) return 'too large';
  const { socket } = request;
  waitedFor.add(socket);
  const body = await collected(request);
  waitedFor.delete(socket);
  return body;
}

/** A request that waited for room is old for the garbage collector: its listeners would hold the bytes of the body until a full collection. */
async function collected(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const body = new BodyBytes(Number(request.headers['content-length'] ?? 0));
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const add = (chunk: Buffer) => {
    if (!body.add(chunk)) resolve(false);
  };
  const end = () => {
    if (!isGivenUp(request)) resolve(true);
  };
  request.on('data', add).on('end', end).on('error', ignoreLoss);
  const whole = await promise;
  request.off('data', add).off('end', end);
  return whole ? body.take() : 'too large';
}

/** The client is gone: there is no other side to answer. */
function ignoreLoss(): void {}

const NO_BYTES = Buffer.alloc(0);

/** Bytes of a body that have arrived. A large body is copied once: its chunks are not kept. */
class BodyBytes {
  readonly #announced: number;
  #bytes: Buffer = NO_BYTES;
  #length = 0;

  constructor(announced: number) {
    this.#announced = announced;
  }

  /** False when there is more than may be. */
  add(chunk: Buffer): boolean {
    const length = this.#length + chunk.length;
    if (length > BODY_BYTES_MAX) return false;
    if (this.#length === 0) this.#bytes = chunk;
    else this.#append(chunk, length);
    this.#length = length;
    return true;
  }

  /** Returns all bytes, and keeps none. */
  take(): Buffer {
    const all = this.#bytes.subarray(0, this.#length);
    this.#bytes = NO_BYTES;
    return all;
  }

  #append(chunk: Buffer, length: number): void {
    // The first chunk is the host's, and as large as it is.
    if (this.#bytes.length < length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#announced, Math.min(2 * length, BODY_BYTES_MAX)));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
  }
}
