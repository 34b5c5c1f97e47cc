import type { WriteStream } from 'node:tty';

/** Interval of progress lines without a terminal, in ms of host time. */
const PLAIN_PERIOD_MS = 5_000;

/** Where progress is shown. `now` is host time in ms. */
export interface LiveLineOptions {
  readonly stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };
  readonly now: () => number;
}

/** Progress line: rewritten on a terminal, repeated at intervals elsewhere. */
export class LiveLine {
  readonly #options: LiveLineOptions;
  #nextAt: number;
  #written = false;

  constructor(options: LiveLineOptions) {
    this.#options = options;
    this.#nextAt = options.now() + PLAIN_PERIOD_MS;
  }

  show(text: string): void {
    const { stream, now } = this.#options;
    if (stream.isTTY === true) {
      stream.write(`\r\x1b[2K${fitting(text, stream.columns || 80)}`);
      this.#written = true;
    } else if (now() >= this.#nextAt) {
      stream.write(`${text}\n`);
      this.#nextAt += PLAIN_PERIOD_MS;
    }
  }

  /** Clears the line for final output. */
  clear(): void {
    if (this.#written) this.#options.stream.write('\r\x1b[2K');
    this.#written = false;
  }
}

/** A line that wraps cannot be rewritten. */
function fitting(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
}
