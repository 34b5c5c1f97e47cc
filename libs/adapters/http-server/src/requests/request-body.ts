import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isAborted } from '../either-protocol.ts';

/** Max bytes of a body. Models `--max-request-body-bytes`: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1_024 * 1_024;

/** HTTP/1.1 connections with an incomplete body. */
const pending = new WeakSet<Socket>();

/** Returns true while the body of a request on an HTTP/1.1 connection is incomplete. */
export function isBodyPending(socket: Socket): boolean {
  return pending.has(socket);
}

/** Returns the content length of a request, or the max bytes of a body of unknown length. */
export function bodyBytesOf({ headers }: IncomingMessage): number {
  const length = Number(headers['content-length'] ?? (isAnnounced(headers) ? BODY_BYTES_MAX : 0));
  return Math.min(Number.isNaN(length) ? BODY_BYTES_MAX : length, BODY_BYTES_MAX);
}

/** Returns true when a body without a length may follow: announced over HTTP/1.1, always possible over HTTP/2. */
function isAnnounced(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || headers[':method'] !== undefined;
}

/** Reads the body of a request, up to the limit. Never resolves if the client aborts the request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length']) > BODY_BYTES_MAX) return 'too large';
  const { socket } = request;
  pending.add(socket);
  const body = await collected(request);
  pending.delete(socket);
  return body;
}

/** Removes the listeners afterwards: a request that waited is old garbage, and its listeners would retain the body until a full collection. */
async function collected(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const body = new BodyBytes(Number(request.headers['content-length'] ?? 0));
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const add = (chunk: Buffer) => {
    if (!body.add(chunk)) resolve(false);
  };
  const end = () => {
    if (!isAborted(request)) resolve(true);
  };
  request.on('data', add).on('end', end).on('error', ignoreLoss);
  const whole = await promise;
  request.off('data', add).off('end', end);
  return whole ? body.take() : 'too large';
}

/** Ignores a lost connection: no client remains to answer. */
function ignoreLoss(): void {}

const NO_BYTES = Buffer.alloc(0);

/** Received bytes of a body. Copies each chunk of a large body once and drops it. */
class BodyBytes {
  readonly #announced: number;
  #bytes: Buffer = NO_BYTES;
  #length = 0;

  constructor(announced: number) {
    this.#announced = announced;
  }

  /** Returns false above the limit. */
  add(chunk: Buffer): boolean {
    const length = this.#length + chunk.length;
    if (length > BODY_BYTES_MAX) return false;
    if (this.#length === 0) this.#bytes = chunk;
    else this.#append(chunk, length);
    this.#length = length;
    return true;
  }

  /** Returns all bytes and drops them. */
  take(): Buffer {
    const all = this.#bytes.subarray(0, this.#length);
    this.#bytes = NO_BYTES;
    return all;
  }

  #append(chunk: Buffer, length: number): void {
    // The first chunk belongs to Node.js and has no spare bytes.
    if (this.#bytes.length < length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#announced, Math.min(2 * length, BODY_BYTES_MAX)));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
  }
}
