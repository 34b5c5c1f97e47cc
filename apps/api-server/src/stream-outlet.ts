import type { ServerResponse } from 'node:http';
import type { ByteSink } from '@klockwork/api-server';
import { caughtUp } from './caught-up.ts';

/** Streams that are written to before others get their turn. */
const STREAMS_PER_TURN = 16;

/**
 * Where what goes on is written: watches, `logs -f`. What a stream says in one turn of the event loop goes out as one chunk, at the end of
 * the turn; when there are more streams than a turn should serve, the others are served in the next. So the busier the server, the more
 * lines there are in a chunk: a thousand watchers cost as many writes as the server has time for, and not one each an event.
 */
export class StreamOutlet {
  #waiting: StreamSink[] = [];

  /** The sink of a response whose headers are on their way. `onWrite` is called for all that is written. */
  sinkOf(response: ServerResponse, onWrite: () => void): ByteSink {
    return new StreamSink(response, onWrite, (sink) => this.#later(sink));
  }

  #later(sink: StreamSink): void {
    if (this.#waiting.push(sink) === 1) setImmediate(() => this.#serve());
  }

  #serve(): void {
    const served = this.#waiting.slice(0, STREAMS_PER_TURN);
    this.#waiting = this.#waiting.slice(STREAMS_PER_TURN);
    for (const sink of served) sink.flush();
    if (this.#waiting.length > 0) setImmediate(() => this.#serve());
  }
}

class StreamSink implements ByteSink {
  readonly #response: ServerResponse;
  readonly #onWrite: () => void;
  readonly #later: (sink: StreamSink) => void;
  #texts: string[] = [];
  /** UTF-16 units that wait for the end of the turn. */
  #length = 0;
  #ending = false;

  constructor(response: ServerResponse, onWrite: () => void, later: (sink: StreamSink) => void) {
    this.#response = response;
    this.#onWrite = onWrite;
    this.#later = later;
  }

  write(chunk: string | Uint8Array): boolean {
    if (!this.#response.writable) return false;
    this.#onWrite();
    if (typeof chunk !== 'string') {
      this.flush();
      return this.#response.write(chunk);
    }
    if (this.#texts.push(chunk) === 1) this.#later(this);
    this.#length += chunk.length;
    return this.#length < this.#response.writableHighWaterMark && !this.#response.writableNeedDrain;
  }

  async drained(): Promise<void> {
    this.flush();
    const response = this.#response;
    if (response.writableNeedDrain && !response.destroyed) await caughtUp(response);
  }

  end(): void {
    this.#ending = true;
    this.flush();
    this.#response.end();
  }

  flush(): void {
    if (this.#texts.length === 0) return;
    const [only] = this.#texts;
    const text = this.#texts.length === 1 ? (only as string) : this.#texts.join('');
    this.#texts = [];
    this.#length = 0;
    if (this.#ending || this.#response.writable) this.#response.write(text);
  }
}
