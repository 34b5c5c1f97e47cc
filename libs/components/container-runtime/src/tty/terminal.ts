import { StoppedError } from '@klockwork/kernel';
import type { TerminalSize } from '@klockwork/pod-lifecycle';
import { READ_BYTES, type Reader, type Signal, type Writer, writerTo } from '@klockwork/userland';
import { LineDiscipline } from './line-discipline.ts';

/** Max unread lines; further input is dropped, like with Linux's full buffer. */
const LINES_MAX = 256;

interface Waiter {
  take(line: string): void;
  fail(): void;
}

/** Connections of a terminal. */
export interface TerminalParts {
  /** Writes to the screen. Returns a promise under backpressure. */
  show(bytes: string): Promise<void> | undefined;
  /** Screen size; undefined until reported. */
  size(): TerminalSize | undefined;
  /** Signals the foreground process group. */
  signal(signal: Signal): void;
  /** Reports a failed echo. */
  failed(error: unknown): void;
}

/** Terminal in its usual mode: reads return a line at a time, and writes end lines with a line feed alone. */
export class Terminal {
  readonly #parts: TerminalParts;
  readonly #discipline = new LineDiscipline();
  readonly #lines: string[] = [];
  readonly #waiting = new Set<Waiter>();
  #hungUp = false;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
  }

  /** Handles typed bytes. */
  type(bytes: string): void {
    for (const event of this.#discipline.take(bytes)) {
      if ('echo' in event) this.#parts.show(event.echo)?.catch((error: unknown) => this.#parts.failed(error));
      else if ('input' in event) this.#entered(event.input);
      else {
        this.#lines.length = 0;
        this.#parts.signal(event.signal);
      }
    }
  }

  /** Hang-up: reads get end of file. */
  hangUp(): void {
    this.#hungUp = true;
    for (const waiter of [...this.#waiting]) waiter.take('');
  }

  reader(): Reader {
    return new TerminalReader(this.#lines, this.#waiting, { hungUp: () => this.#hungUp, size: () => this.#parts.size() });
  }

  writer(): Writer {
    return writerTo((bytes) => this.#parts.show(bytes.replaceAll('\n', '\r\n')), { isTerminal: true });
  }

  #entered(line: string): void {
    const [first] = this.#waiting;
    if (first !== undefined) first.take(line);
    else if (this.#lines.length < LINES_MAX) this.#lines.push(line);
  }
}

/** Terminal state used by its handles. */
interface TerminalState {
  hungUp(): boolean;
  size(): TerminalSize | undefined;
}

/** Keyboard handle. A cancelled read consumes no line. */
class TerminalReader implements Reader {
  readonly isTerminal = true;
  readonly #lines: string[];
  readonly #waiting: Set<Waiter>;
  readonly #state: TerminalState;
  readonly #own = new Set<Waiter>();
  #closed = false;

  constructor(lines: string[], waiting: Set<Waiter>, state: TerminalState) {
    this.#lines = lines;
    this.#waiting = waiting;
    this.#state = state;
  }

  terminalSize(): TerminalSize | undefined {
    return this.#state.size();
  }

  async read(bytesMax = READ_BYTES): Promise<string> {
    if (this.#closed) throw new StoppedError();
    const line = this.#lines.shift() ?? (this.#state.hungUp() ? '' : await this.#nextLine());
    if (line.length > bytesMax) this.#lines.unshift(line.slice(bytesMax));
    return line.slice(0, bytesMax);
  }

  dup(): Reader {
    return new TerminalReader(this.#lines, this.#waiting, this.#state);
  }

  close(): void {
    this.#closed = true;
    for (const waiter of [...this.#own]) waiter.fail();
  }

  #nextLine(): Promise<string> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        this.#own.delete(waiter);
        this.#waiting.delete(waiter);
        settle();
      };
      const waiter: Waiter = {
        take: (line) => done(() => resolve(line)),
        fail: () => done(() => reject(new StoppedError())),
      };
      this.#own.add(waiter);
      this.#waiting.add(waiter);
    });
  }
}
