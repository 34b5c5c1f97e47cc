import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { READ_BYTES, type Reader, type Writer } from './stream.ts';

/** Bytes a pipe holds before who writes has to wait. Models pipe(7). */
const CAPACITY = 65_536;

interface Waiter {
  wake(): void;
  fail(error: Error): void;
}

/** What both ends share. */
class Buffer {
  bytes = '';
  readers = 0;
  writers = 0;
  readonly waiting = new Set<Waiter>();

  /** Lets everybody look again: something came, went, or an end was closed. */
  changed(): void {
    for (const waiter of [...this.waiting]) waiter.wake();
  }
}

/** A new pipe: what is written at one end is read at the other, once, in order. At its end when no writer is left. */
export function makePipe(): { readonly reader: Reader; readonly writer: Writer } {
  const buffer = new Buffer();
  return { reader: new PipeReader(buffer), writer: new PipeWriter(buffer) };
}

class PipeReader implements Reader {
  readonly isTerminal = false;
  readonly #buffer: Buffer;
  readonly #own = new Set<Waiter>();
  #closed = false;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    buffer.readers += 1;
  }

  async read(bytesMax = READ_BYTES): Promise<string> {
    const buffer = this.#buffer;
    while (!this.#closed && buffer.bytes === '' && buffer.writers > 0) await wait(buffer.waiting, this.#own);
    if (this.#closed) throw new StoppedError();
    const bytes = buffer.bytes.slice(0, bytesMax);
    buffer.bytes = buffer.bytes.slice(bytes.length);
    if (bytes !== '') buffer.changed();
    return bytes;
  }

  dup(): Reader {
    return new PipeReader(this.#buffer);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#buffer.readers -= 1;
    failAll(this.#own);
    this.#buffer.changed();
  }
}

class PipeWriter implements Writer {
  readonly isTerminal = false;
  readonly #buffer: Buffer;
  readonly #own = new Set<Waiter>();
  #closed = false;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    buffer.writers += 1;
  }

  write(bytes: string): Promise<void> | undefined {
    const buffer = this.#buffer;
    if (this.#closed) return Promise.reject(new StoppedError());
    if (buffer.readers === 0) return Promise.reject(new FileError('EPIPE'));
    const isFirst = buffer.bytes === '';
    buffer.bytes += bytes;
    if (isFirst) buffer.changed();
    return buffer.bytes.length > CAPACITY ? this.#drained() : undefined;
  }

  dup(): Writer {
    return new PipeWriter(this.#buffer);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#buffer.writers -= 1;
    failAll(this.#own);
    this.#buffer.changed();
  }

  async #drained(): Promise<void> {
    const buffer = this.#buffer;
    while (!this.#closed && buffer.readers > 0 && buffer.bytes.length > CAPACITY) await wait(buffer.waiting, this.#own);
    if (this.#closed) throw new StoppedError();
    if (buffer.readers === 0) throw new FileError('EPIPE');
  }
}

/** Resolves when the pipe changed; rejects when the handle that waits is closed. */
function wait(waiters: Set<Waiter>, own: Set<Waiter>): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      waiters.delete(waiter);
      own.delete(waiter);
    };
    const waiter: Waiter = {
      wake: () => {
        done();
        resolve();
      },
      fail: (error) => {
        done();
        reject(error);
      },
    };
    waiters.add(waiter);
    own.add(waiter);
  });
}

function failAll(own: Set<Waiter>): void {
  for (const waiter of [...own]) waiter.fail(new StoppedError());
}
