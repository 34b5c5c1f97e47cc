import { writeSync } from 'node:fs';

/** Lines that wait at most; the oldest is dropped first. */
const WAITING_MAX = 1_000;
const RETRY_MS = 1_000;
/** A disk without room, and a pipe that is read slowly: a later attempt succeeds. */
const PASSING: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EAGAIN']);

/** Destination of notices. `write` returns the number of written bytes; `failed` receives permanent errors. */
export interface NoticeSink {
  write(bytes: Buffer): number;
  failed(error: Error): void;
}

/** Log lines of a process that survives a full disk: lines wait for space. */
export class Notices {
  readonly #sink: NoticeSink;
  readonly #waiting: Buffer[] = [];
  #retry: NodeJS.Timeout | undefined;

  constructor(sink: NoticeSink = { write: (bytes) => writeSync(2, bytes), failed: (error) => process.stderr.emit('error', error) }) {
    this.#sink = sink;
  }

  /** Writes `text` as one line, now or as soon as there is room. */
  add(text: string): void {
    this.#waiting.push(Buffer.from(`${text}\n`));
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift();
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#retry);
    try {
      for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
        const written = this.#sink.write(line);
        if (written < line.length) this.#waiting[0] = line.subarray(written);
        else this.#waiting.shift();
      }
    } catch (error) {
      if (PASSING.has((error as NodeJS.ErrnoException).code)) this.#retry = setTimeout(() => this.#flush(), RETRY_MS).unref();
      else this.#sink.failed(error as Error);
    }
  }
}
