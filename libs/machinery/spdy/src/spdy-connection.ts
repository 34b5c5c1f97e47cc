import { GOAWAY_STATUS, RST_STATUS, SpdyError, type SpdyFrame, type SpdyHeaders } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import type { Deflate } from './header-compression.ts';
import { type SpdyListener, SpdyStream } from './spdy-stream.ts';

/** Role, transport and callbacks of a connection. */
export interface SpdyConnectionOptions {
  readonly role: 'client' | 'server';
  readonly deflate: Deflate;
  /** Sends bytes. Returns a promise while the peer is slow. */
  send(bytes: Uint8Array): Promise<void> | undefined;
  /** Closes the transport after all sent bytes. */
  close(): void;
  /** Handles a stream of the peer. Returns its listener, or undefined to refuse the stream. */
  onStream(stream: SpdyStream): SpdyListener | undefined;
}

/** Max open streams: a thousand connections of port-forward, with two streams each. */
const STREAMS_MAX = 2_000;

/**
 * Endpoint of a SPDY/3.1 connection over any transport. Ignores flow-control windows, like kubectl's implementation: an unread stream
 * blocks the others.
 */
export class SpdyConnection {
  readonly #options: SpdyConnectionOptions;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #streams = new Map<number, SpdyStream>();
  #nextOwn: number;
  #lastOther = 0;
  #state: 'open' | 'leaving' | 'over' = 'open';

  constructor(options: SpdyConnectionOptions) {
    this.#options = options;
    this.#reader = new FrameReader(options.deflate);
    this.#writer = new FrameWriter(options.deflate);
    this.#nextOwn = options.role === 'client' ? 1 : 2;
  }

  /** Processes received bytes. Returns a promise while listeners are busy. Malformed bytes end the connection and throw nothing. */
  receive(bytes: Uint8Array): Promise<void> | undefined {
    const waits: Promise<void>[] = [];
    try {
      for (const frame of this.#reader.read(bytes)) {
        if (this.#state === 'over') return undefined;
        const wait = this.#take(frame);
        if (wait !== undefined) waits.push(wait);
      }
    } catch (error) {
      if (!(error instanceof SpdyError)) throw error;
      this.#goAway(GOAWAY_STATUS.protocolError);
      this.lost();
    }
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => {});
  }

  /** Opens a stream on an open connection. */
  open(headers: SpdyHeaders, listener: SpdyListener): SpdyStream {
    const stream = this.#add(this.#nextOwn, headers);
    this.#nextOwn += 2;
    stream.heardBy(listener);
    const open = { associated: 0, priority: 0, fin: false, unidirectional: false, headers };
    void this.#send({ type: 'syn-stream', stream: stream.id, ...open });
    return stream;
  }

  /** Ends the connection and its streams, without notifying this side's listeners. */
  close(): void {
    this.#goAway(GOAWAY_STATUS.ok);
    this.#state = 'over';
    this.#streams.clear();
  }

  /** Ignores new streams, and closes once all open streams have ended in both directions. */
  leave(): void {
    if (this.#state !== 'open') return;
    this.#state = 'leaving';
    this.#closeIfDone();
  }

  /** Resets all streams after the loss of the transport. */
  lost(): void {
    this.#state = 'over';
    for (const stream of [...this.#streams.values()]) stream.lost();
  }

  #take(frame: SpdyFrame): Promise<void> | undefined {
    switch (frame.type) {
      case 'syn-stream':
        return this.#opened(frame);
      case 'data':
        return this.#data(frame);
      case 'syn-reply':
      case 'headers':
        if (frame.fin) this.#streams.get(frame.stream)?.ended();
        return undefined;
      case 'rst-stream':
        this.#streams.get(frame.stream)?.lost();
        return undefined;
      case 'ping':
        return this.#isOthers(frame.id) ? this.#send(frame) : undefined;
      case 'goaway':
        this.leave();
        return undefined;
      case 'settings':
      case 'window-update':
        return undefined;
    }
  }

  #opened({ stream: id, headers, fin, unidirectional }: SpdyFrame & { type: 'syn-stream' }): undefined {
    if (this.#state === 'leaving') return undefined;
    if (!this.#isOthers(id) || id <= this.#lastOther) return this.#refuse(id, RST_STATUS.protocolError);
    this.#lastOther = id;
    if (this.#streams.size >= STREAMS_MAX) return this.#refuse(id, RST_STATUS.refusedStream);
    const stream = this.#add(id, headers);
    const listener = this.#options.onStream(stream);
    if (listener === undefined) return void stream.reset();
    stream.heardBy(listener);
    void this.#send({ type: 'syn-reply', stream: id, fin: false, headers: new Map() });
    if (unidirectional) stream.end();
    if (fin) stream.ended();
    return undefined;
  }

  #data({ stream: id, bytes, fin }: SpdyFrame & { type: 'data' }): Promise<void> | undefined {
    const stream = this.#streams.get(id);
    const wait = stream?.took(bytes);
    if (fin) stream?.ended();
    return wait;
  }

  #closeIfDone(): void {
    if (this.#state === 'leaving' && this.#streams.size === 0) this.close();
  }

  #goAway(status: number): void {
    if (this.#state === 'over') return;
    void this.#send({ type: 'goaway', lastStream: this.#lastOther, status });
    this.#options.close();
  }

  #refuse(stream: number, status: number): undefined {
    void this.#send({ type: 'rst-stream', stream, status });
  }

  #isOthers(id: number): boolean {
    return id % 2 === (this.#options.role === 'server' ? 1 : 0);
  }

  #add(id: number, headers: SpdyHeaders): SpdyStream {
    const send = (frame: SpdyFrame) => this.#send(frame);
    const forget = () => {
      this.#streams.delete(id);
      this.#closeIfDone();
    };
    const stream = new SpdyStream(id, headers, { send, forget });
    this.#streams.set(id, stream);
    return stream;
  }

  #send(frame: SpdyFrame): Promise<void> | undefined {
    return this.#state === 'over' ? undefined : this.#options.send(this.#writer.write(frame));
  }
}
