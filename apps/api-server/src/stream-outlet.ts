import type { ServerResponse } from 'node:http';
import type { ByteSink } from '@klockwork/api-server';
import { BatchBytes } from './batch-bytes.ts';
import { caughtUp } from './caught-up.ts';

/** UTF-16 units that may wait for the end of a turn. */
const LENGTH_MAX = 32 * 1_024;
/** Bytes that are written to a client at a time. They are encrypted at once: with the bytes that frame a chunk they fill one record of TLS. */
const SLICE_BYTES = 16 * 1_024 - 64;
/** A line break in UTF-8. */
const LINE_END = 0x0a;
/** Streams that are written to before others get their turn. */
const STREAMS_PER_TURN = 2;

/**
 * Where what goes on is written: watches, `logs -f`. What a stream says in one turn of the event loop goes out as one chunk, at the end of
 * the turn; when there are more streams than a turn should serve, the others are served in the next. So the busier the server, the more
 * lines there are in a chunk: a thousand watchers cost as many writes as the server has time for, and not one each an event.
 */
export class StreamOutlet {
  readonly #batchBytes = new BatchBytes();
  /** A stream has one place, however often it begins to wait: it may be written to before its turn. */
  readonly #waiting = new Set<StreamSink>();

  /** The sink of a response whose headers are on their way. `onWrite` is called when something begins to wait for the end of the turn, and when it is written. */
  sinkOf(response: ServerResponse, onWrite: () => void): ByteSink {
    return new StreamSink(response, { onWrite, batchBytes: this.#batchBytes, later: (sink) => this.#later(sink) });
  }

  #later(sink: StreamSink): void {
    if (this.#waiting.size === 0) this.#schedule();
    this.#waiting.add(sink);
  }

  #schedule(): void {
    setImmediate(() => this.#serve());
  }

  #serve(): void {
    let served = 0;
    for (const sink of this.#waiting) {
      this.#waiting.delete(sink);
      if (sink.flush() && ++served === STREAMS_PER_TURN) break;
    }
    if (this.#waiting.size > 0) this.#schedule();
  }
}

/** Buffers and schedule that a sink uses. */
interface Outlet {
  readonly batchBytes: BatchBytes;
  readonly onWrite: () => void;
  readonly later: (sink: StreamSink) => void;
}

class StreamSink implements ByteSink {
  readonly #response: ServerResponse;
  readonly #outlet: Outlet;
  /** Bytes that the client has not taken yet. Clients with the same answer share them. */
  #slices: Uint8Array[] = [];
  #sending: Promise<void> | undefined;
  #texts: string[] = [];
  #length = 0;
  #ending = false;

  constructor(response: ServerResponse, outlet: Outlet) {
    this.#response = response;
    this.#outlet = outlet;
  }

  // A busy server does this more often than anything else: it looks at the response only when it has to.
  write(chunk: string | Uint8Array): boolean {
    if (typeof chunk !== 'string') return this.#writeBytes(chunk);
    const isFirst = this.#texts.length === 0;
    if (isFirst && !this.#begin()) return false;
    this.#texts.push(chunk);
    this.#length += chunk.length;
    return this.#length < LENGTH_MAX && !(isFirst && this.#isBehind);
  }

  async drained(): Promise<void> {
    this.flush();
    await this.#sending;
    await caughtUp(this.#response);
  }

  end(): void {
    this.#ending = true;
    this.flush();
    if (this.#sending === undefined) this.#response.end();
  }

  /** Returns false when nothing waits. */
  flush(): boolean {
    if (this.#texts.length === 0) return false;
    const texts = this.#texts;
    this.#texts = [];
    this.#length = 0;
    if (this.#ending || this.#response.writable) this.#writeNow(this.#outlet.batchBytes.of(texts));
    return true;
  }

  get #isBehind(): boolean {
    return this.#sending !== undefined || this.#response.writableNeedDrain;
  }

  /** Returns false when the client is gone. */
  #begin(): boolean {
    if (!this.#response.writable) return false;
    this.#outlet.onWrite();
    this.#outlet.later(this);
    return true;
  }

  #writeBytes(bytes: Uint8Array): boolean {
    this.flush();
    return this.#response.writable && this.#writeNow(bytes);
  }

  #writeNow(bytes: Uint8Array): boolean {
    this.#outlet.onWrite();
    if (this.#sending === undefined && bytes.length <= SLICE_BYTES) return this.#response.write(bytes);
    for (let at = 0; at < bytes.length; at += this.#slices.at(-1)?.length ?? 0) this.#slices.push(sliceOf(bytes, at));
    if (this.#sending === undefined && !this.#writeSlices()) this.#sending = this.#sendRest();
    return this.#sending === undefined;
  }

  async #sendRest(): Promise<void> {
    do await caughtUp(this.#response);
    while (!this.#writeSlices());
    this.#sending = undefined;
    if (this.#ending) this.#response.end();
  }

  /** False while the client is behind and there are more. */
  #writeSlices(): boolean {
    if (this.#response.destroyed) this.#slices = [];
    for (let slice = this.#slices.shift(); slice !== undefined; slice = this.#slices.shift()) {
      if (!this.#response.write(slice) && this.#slices.length > 0) return false;
    }
    return true;
  }
}

/** Bytes from an index on: whole lines, unless one alone is too long. */
function sliceOf(bytes: Uint8Array, at: number): Uint8Array {
  if (bytes.length - at <= SLICE_BYTES) return bytes.subarray(at);
  const end = bytes.lastIndexOf(LINE_END, at + SLICE_BYTES - 1);
  return bytes.subarray(at, end < at ? at + SLICE_BYTES : end + 1);
}
