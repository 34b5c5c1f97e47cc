import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { READ_BYTES, type Reader, type Writer } from './stream.ts';

/** Pipe capacity, bytes: writers wait above it. Models pipe(7). */
const CAPACITY = 65_536;

interface Waiter {
  wake(): void;
  fail(error: Error): void;
}

/** State shared by both ends. */
class Buffer {
  bytes = '';
  readers = 0;
  writers = 0;
  readonly waiting = new Set<Waiter>();

  /** Wakes all waiters after new data, a read, or a close. */
  changed(): void {
    for (const waiter of [...this.waiting]) waiter.wake();
  }
}

/** Creates a pipe. The reader gets each byte once, in order, and end of file after the last writer closed. */
export function makePipe(): { readonly reader: Reader; readonly writer: Writer } {
  const buffer = new Buffer();
  return { reader: new PipeReader(buffer), writer: new PipeWriter(buffer) };
}

/** End of a pipe: counts as a reader or a writer until its close. */
abstract class PipeEnd {
  readonly isTerminal = false;
  protected readonly buffer: Buffer;
  protected isClosed = false;
  readonly #side: 'readers' | 'writers';
  readonly #own = new Set<Waiter>();

  constructor(buffer: Buffer, side: 'readers' | 'writers') {
    this.buffer = buffer;
    this.#side = side;
    buffer[side] += 1;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.buffer[this.#side] -= 1;
    for (const waiter of [...this.#own]) waiter.fail(new StoppedError());
    this.buffer.changed();
  }

  /** Resolves after the next change of the pipe. Rejects with StoppedError when this end is closed. */
  protected change(): Promise<void> {
    const { waiting } = this.buffer;
    return new Promise((resolve, reject) => {
      const finish = () => {
        waiting.delete(waiter);
        this.#own.delete(waiter);
      };
      const waiter: Waiter = {
        wake: () => {
          finish();
          resolve();
        },
        fail: (error) => {
          finish();
          reject(error);
        },
      };
      waiting.add(waiter);
      this.#own.add(waiter);
    });
  }
}

class PipeReader extends PipeEnd implements Reader {
  constructor(buffer: Buffer) {
    super(buffer, 'readers');
  }

  async read(bytesMax = READ_BYTES): Promise<string> {
    const { buffer } = this;
    while (!this.isClosed && buffer.bytes === '' && buffer.writers > 0) await this.change();
    if (this.isClosed) throw new StoppedError();
    const bytes = buffer.bytes.slice(0, bytesMax);
    buffer.bytes = buffer.bytes.slice(bytes.length);
    if (bytes !== '') buffer.changed();
    return bytes;
  }

  dup(): Reader {
    return new PipeReader(this.buffer);
  }
}

class PipeWriter extends PipeEnd implements Writer {
  constructor(buffer: Buffer) {
    super(buffer, 'writers');
  }

  write(bytes: string): Promise<void> | undefined {
    const { buffer } = this;
    if (this.isClosed) return Promise.reject(new StoppedError());
    if (buffer.readers === 0) return Promise.reject(new FileError('EPIPE'));
    const isFirst = buffer.bytes === '';
    buffer.bytes += bytes;
    if (isFirst) buffer.changed();
    return buffer.bytes.length > CAPACITY ? this.#drained() : undefined;
  }

  dup(): Writer {
    return new PipeWriter(this.buffer);
  }

  async #drained(): Promise<void> {
    const { buffer } = this;
    while (!this.isClosed && buffer.readers > 0 && buffer.bytes.length > CAPACITY) await this.change();
    if (this.isClosed) throw new StoppedError();
    if (buffer.readers === 0) throw new FileError('EPIPE');
  }
}
