import type { ServerResponse } from 'node:http';
import type { ByteSink, LinePieces } from '@klockwork/http-api';
import type { HostTimer } from '@klockwork/kernel';
import { BatchBytes } from './batch-bytes.ts';
import { bodySource } from './body-source.ts';
import { caughtUp } from './caught-up.ts';
import type { PartOutlet } from './part-outlet.ts';
import type { SlowStreams } from './slow-streams.ts';

/** Bytes of one write. TLS encrypts each write at once: a slice and its chunk framing fill one TLS record. */
const SLICE_BYTES = 16 * 1_024 - 64;
/** Line break in UTF-8. */
const LINE_END = 0x0a;
/** Max number of streams written in one turn. */
const STREAMS_PER_TURN = 2;

/** Ports of a {@link StreamOutlet}. */
interface StreamOutletOptions {
  readonly parts: PartOutlet;
  readonly host: HostTimer;
  readonly slow: SlowStreams;
}

/**
 * Writer of streams: watches and followed logs. Lines of one turn of the event loop leave as one chunk at its end. Each turn serves a
 * limited number of streams; the others wait for later turns. A busier server therefore writes fewer and larger chunks: a thousand
 * watchers cause as many writes as the server has time for, not one each per event.
 */
export class StreamOutlet {
  readonly #parts: PartOutlet;
  readonly #host: HostTimer;
  readonly #slow: SlowStreams;
  readonly #batchBytes = new BatchBytes();
  /** Streams in order of their first waiting line. A stream can be flushed before its turn, and then wait again. */
  readonly #waiting = new Set<StreamSink>();

  constructor({ parts, host, slow }: StreamOutletOptions) {
    this.#parts = parts;
    this.#host = host;
    this.#slow = slow;
  }

  /** Creates the sink of a response with sent headers. */
  sinkOf(response: ServerResponse, options: SinkOptions): ByteSink {
    const { onWrite } = options;
    const sendAll = (lines: Iterable<LinePieces>) => this.#sendAll(response, lines, options);
    return new StreamSink(response, {
      onWrite,
      sendAll,
      batchBytes: this.#batchBytes,
      later: (sink) => this.#later(sink),
      waiting: this.#waiting,
      slow: this.#slow,
    });
  }

  /** Resolves once the client has received all lines, or is gone. */
  #sendAll(response: ServerResponse, lines: Iterable<LinePieces>, { onWrite, onFailure }: SinkOptions): Promise<void> {
    if (!response.writable) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const releases = [this.#parts.join(), this.#slow.enter()];
    response.on('close', resolve);
    this.#parts.write({
      ...{ target: response, source: bodySource({ texts: allPieces(lines) }, this.#host) },
      ...{ onPart: onWrite, onReceived: resolve },
      onFailure: (error) => {
        onFailure(error);
        response.destroy();
      },
    });
    return promise.finally(() => {
      for (const release of releases) release();
      response.off('close', resolve);
    });
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

/** Functions of a sink's server. */
interface SinkOptions {
  /** Called when lines begin to wait for the end of the turn, and when they are written. */
  readonly onWrite: () => void;
  /** Called after a failure to create a text. */
  readonly onFailure: (error: Error) => void;
}

/** Buffers and schedule of a sink. */
interface Outlet {
  readonly batchBytes: BatchBytes;
  readonly onWrite: () => void;
  readonly sendAll: (lines: Iterable<LinePieces>) => Promise<void>;
  readonly later: (sink: StreamSink) => void;
  readonly waiting: { readonly size: number };
  readonly slow: SlowStreams;
}

class StreamSink implements ByteSink {
  readonly #response: ServerResponse;
  readonly #outlet: Outlet;
  /** Unsent slices. Clients of equal streams share their bytes. */
  #slices: Uint8Array[] = [];
  #sending: Promise<void> | undefined;
  /** Resolves once the client has read all written bytes, or is gone. */
  #draining: Promise<void> | undefined;
  #texts: string[] = [];
  #length = 0;
  #ending = false;

  constructor(response: ServerResponse, outlet: Outlet) {
    this.#response = response;
    this.#outlet = outlet;
  }

  // Most frequent call of a busy server: avoids slow getters of the response.
  write(chunk: string | Uint8Array): boolean {
    if (typeof chunk !== 'string') return this.#writeBytes(chunk);
    const { slow, waiting } = this.#outlet;
    const isFirst = this.#texts.length === 0;
    if (isFirst && !this.#begin()) return false;
    this.#texts.push(chunk);
    this.#length += chunk.length;
    return this.#length < slow.waitingMax(waiting.size) && !(isFirst && this.#isBehind);
  }

  async writeAll(lines: Iterable<LinePieces>): Promise<void> {
    await this.drained();
    await this.#outlet.sendAll(lines);
  }

  async drained(): Promise<void> {
    this.flush();
    await this.#sending;
    await this.#caughtUp();
  }

  end(): void {
    this.#ending = true;
    this.flush();
    if (this.#sending === undefined) this.#response.end();
  }

  /** Writes waiting lines. Returns false without any. */
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

  /** True if no more bytes may wait for the client: a turn of a busy server commits hundreds of KiB, and a watch must keep pace. */
  get #isFull(): boolean {
    const { slow } = this.#outlet;
    return slow.areMany || this.#response.writableLength >= slow.waitingMax();
  }

  /** Returns false for a disconnected client. */
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
    do await this.#caughtUp();
    while (!this.#writeSlices());
    this.#sending = undefined;
    if (this.#ending) this.#response.end();
  }

  /** Counts the stream as slow until its client has read all written bytes, or is gone. */
  async #caughtUp(): Promise<void> {
    if (!this.#response.writableNeedDrain) return;
    this.#draining ??= this.#drain();
    await this.#draining;
  }

  async #drain(): Promise<void> {
    const release = this.#outlet.slow.enter();
    await caughtUp(this.#response);
    this.#draining = undefined;
    release();
  }

  /** Returns false if slices remain and the client is slow. */
  #writeSlices(): boolean {
    if (this.#response.destroyed) this.#slices = [];
    for (let slice = this.#slices.shift(); slice !== undefined; slice = this.#slices.shift()) {
      if (this.#response.write(slice)) continue;
      // Counted before it is full: a crowd must not fill a MiB for each client at the same time.
      void this.#caughtUp();
      if (this.#slices.length > 0 && this.#isFull) return false;
    }
    return true;
  }
}

function* allPieces(lines: Iterable<LinePieces>): Generator<string> {
  for (const pieces of lines) yield* pieces;
}

/** Returns the slice at an index: complete lines, or part of a line longer than a slice. */
function sliceOf(bytes: Uint8Array, at: number): Uint8Array {
  if (bytes.length - at <= SLICE_BYTES) return bytes.subarray(at);
  const end = bytes.lastIndexOf(LINE_END, at + SLICE_BYTES - 1);
  return bytes.subarray(at, end < at ? at + SLICE_BYTES : end + 1);
}
