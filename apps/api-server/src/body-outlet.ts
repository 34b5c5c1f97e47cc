import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ApiAnswer } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { type BodyPart, type BodySource, bodySource } from './body-source.ts';

/** Bytes that are written to a client at a time; those of many clients are smaller. */
const PART_BYTES = { few: 64 * 1_024, many: 16 * 1_024 };
/** Clients that are few. */
const FEW = 64;
/** Buffers that are kept for the next parts. */
const BUFFERS_MAX = 64;
/** Time after which other work has its turn, in ms of the host's time. */
const TURN_MS = 4;
/** Answers that are compressed at a time: each needs some 300 KiB. Others go as they are, which every client takes. */
const ZIPPING_MAX = 32;
/** Fast rather than small. Models `defaultGzipContentEncodingLevel` of `endpoints/handlers/responsewriters`. */
const GZIP_LEVEL = 1;

/**
 * Where large bodies are written, part by part: a client that does not read costs one part, and not its whole answer. The next part is
 * made when the client has taken the last one. Clients have their turn one after the other, and the event loop has its own in between.
 */
export class BodyOutlet {
  readonly #requestMs: number;
  readonly #free: ArrayBufferLike[] = [];
  #waiting: BodyWriter[] = [];
  #scheduled = false;
  #size = 0;
  #zipping = 0;

  /** `requestMs`: how long a client may take to read its answer, in ms of the host's time. Models `--request-timeout`. */
  constructor(requestMs: number) {
    this.#requestMs = requestMs;
  }

  /** Whether one more answer may be compressed: each needs memory of its own. */
  get mayCompress(): boolean {
    return this.#zipping < ZIPPING_MAX;
  }

  /** Writes a body and ends the response, whose headers were written. A client that takes too long is cut off; so is one whose body cannot be made. */
  write(response: ServerResponse, body: ApiAnswer['body'], { gzip, onFailure }: BodyOptions): void {
    this.#size += 1;
    if (gzip) this.#zipping += 1;
    // A process at rest has no timers that keep it awake: this one only ends answers that nobody reads.
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
    this.#later(new BodyWriter(gzip ? zipped(response) : response, bodySource(body), outlet));
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
    const until = nodeTimer.now() + TURN_MS;
    const turn = this.#waiting;
    this.#waiting = [];
    let served = 0;
    while (served < turn.length && (served === 0 || nodeTimer.now() < until)) turn[served++]?.writePart();
    this.#waiting.unshift(...turn.slice(served));
    if (this.#waiting.length > 0) this.#schedule();
  }
}

interface BodyOptions {
  /** Whether the bytes go out compressed. */
  readonly gzip: boolean;
  /** Called when a part could not be made. */
  readonly onFailure: (error: Error) => void;
}

/** Buffers, schedule and error handler that a writer uses. */
interface Outlet {
  readonly take: () => Buffer;
  readonly release: (buffer: Buffer) => void;
  readonly later: (writer: BodyWriter) => void;
  readonly fail: (error: Error) => void;
}

/** A body on its way to one client. */
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

  /** The next part has its turn once this one was taken. Of a client that is gone nothing is heard any more. */
  #write(buffer: Buffer, { bytes, last }: BodyPart): void {
    const taken = () => {
      this.#outlet.release(buffer);
      if (!last) this.#outlet.later(this);
    };
    if (bytes === 0) taken();
    else this.#target.write(buffer.subarray(0, bytes), taken);
    if (last) this.#target.end();
  }
}

/** Compresses off this thread what goes to a response, no faster than its client reads. */
function zipped(response: ServerResponse): Writable {
  const gzip = createGzip({ level: GZIP_LEVEL });
  response.once('close', () => gzip.destroy());
  gzip.once('error', () => response.destroy());
  gzip.pipe(response);
  return gzip;
}
