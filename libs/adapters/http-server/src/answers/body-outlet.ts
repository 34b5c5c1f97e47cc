import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ApiAnswer } from '@klockwork/http-api';
import type { HostTimer } from '@klockwork/kernel';
import { type BodyPart, type BodySource, bodySource } from './body-source.ts';

/** Bytes of one part: fewer with many clients. */
const PART_BYTES = { few: 64 * 1_024, many: 16 * 1_024 };
/** Max number of clients that receive large parts. */
const FEW = 64;
/** Max number of buffers retained for later parts. */
const BUFFERS_MAX = 64;
/** Max duration of one turn, in ms of host time. */
const TURN_MS = 4;
/** Max concurrent compressed answers, about 300 KiB each. Others are sent uncompressed, which every client accepts. */
const ZIPPING_MAX = 32;
/** Prefers speed to size. Models `defaultGzipContentEncodingLevel` of `endpoints/handlers/responsewriters`. */
const GZIP_LEVEL = 1;

/**
 * Writer of large bodies, part by part: a client that does not read costs one part instead of a whole answer. The next part is created
 * after the client has received the previous one. Clients take turns, and the event loop runs between the turns.
 */
export class BodyOutlet {
  readonly #host: HostTimer;
  readonly #requestMs: number;
  readonly #free: ArrayBufferLike[] = [];
  #waiting: BodyWriter[] = [];
  #scheduled = false;
  #size = 0;
  #zipping = 0;

  /** `requestMs`: max time of a client to read its answer, in ms of host time. Models `--request-timeout`. */
  constructor(host: HostTimer, requestMs: number) {
    this.#host = host;
    this.#requestMs = requestMs;
  }

  /** True while memory allows another compressed answer. */
  get mayCompress(): boolean {
    return this.#zipping < ZIPPING_MAX;
  }

  /** Writes a body after the headers and ends the response. Aborts responses to slow clients, and after a failure to create a part. */
  write(response: ServerResponse, body: ApiAnswer['body'], { gzip, onFailure }: BodyOptions): void {
    this.#size += 1;
    if (gzip) this.#zipping += 1;
    // The timer must not keep an idle process alive: only unread answers need it.
    const timer = setTimeout(() => response.destroy(), this.#requestMs).unref();
    response.once('close', () => {
      clearTimeout(timer);
      this.#size -= 1;
      if (gzip) this.#zipping -= 1;
    });
    const outlet = {
      take: () => this.#take(),
      release: (buffer: Buffer) => this.#release(buffer),
      later: (writer: BodyWriter) => this.#later(writer),
      fail: (error: Error) => {
        onFailure(error);
        response.destroy();
      },
    };
    this.#later(new BodyWriter(gzip ? zipped(response) : response, bodySource(body, this.#host), outlet));
  }

  #take(): Buffer {
    const memory = this.#free.pop() ?? new ArrayBuffer(PART_BYTES.few);
    return Buffer.from(memory, 0, this.#size > FEW ? PART_BYTES.many : PART_BYTES.few);
  }

  #release({ buffer }: Buffer): void {
    if (this.#free.length < BUFFERS_MAX) this.#free.push(buffer);
  }

  #later(writer: BodyWriter): void {
    this.#waiting.push(writer);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#serve());
  }

  #serve(): void {
    this.#scheduled = false;
    const until = this.#host.now() + TURN_MS;
    const turn = this.#waiting;
    this.#waiting = [];
    let served = 0;
    while (served < turn.length && (served === 0 || this.#host.now() < until)) turn[served++]?.writePart();
    this.#waiting.unshift(...turn.slice(served));
    if (this.#waiting.length > 0) this.#schedule();
  }
}

interface BodyOptions {
  /** Compresses the bytes. */
  readonly gzip: boolean;
  /** Called after a failure to create a part. */
  readonly onFailure: (error: Error) => void;
}

/** Buffers, schedule and error handler that a writer uses. */
interface Outlet {
  readonly take: () => Buffer;
  readonly release: (buffer: Buffer) => void;
  readonly later: (writer: BodyWriter) => void;
  readonly fail: (error: Error) => void;
}

/** Body of one response. */
class BodyWriter {
  readonly #target: Writable;
  readonly #source: BodySource;
  readonly #outlet: Outlet;

  constructor(target: Writable, source: BodySource, outlet: Outlet) {
    this.#target = target;
    this.#source = source;
    this.#outlet = outlet;
  }

  writePart(): void {
    if (this.#target.destroyed) return;
    const buffer = this.#outlet.take();
    try {
      this.#write(buffer, this.#source.fill(buffer));
    } catch (error) {
      this.#outlet.fail(error as Error);
    }
  }

  /** Schedules the next part once this one was received. The callback never runs for a disconnected client. */
  #write(buffer: Buffer, { bytes, last }: BodyPart): void {
    const received = () => {
      this.#outlet.release(buffer);
      if (!last) this.#outlet.later(this);
    };
    if (bytes === 0) received();
    else this.#target.write(buffer.subarray(0, bytes), received);
    if (last) this.#target.end();
  }
}

/** Returns a gzip stream into a response. zlib compresses on another thread, no faster than the client reads. */
function zipped(response: ServerResponse): Writable {
  const gzip = createGzip({ level: GZIP_LEVEL });
  response.once('close', () => gzip.destroy());
  gzip.once('error', () => response.destroy());
  gzip.pipe(response);
  return gzip;
}
