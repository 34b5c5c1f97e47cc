import { StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import { READ_BYTES, type Reader, type Writer } from './stream.ts';

/** An input that is at its end, as /dev/null. */
export const noInput: Reader = { isTerminal: false, read: async () => '', dup: () => noInput, close: () => {} };

/** An output that nobody sees, as /dev/null. */
export const noOutput: Writer = { isTerminal: false, write: () => undefined, dup: () => noOutput, close: () => {} };

/** An input whose bytes are known. Handles that come from one another share the place they are at. */
export function readerOf(bytes: string): Reader {
  let at = 0;
  return readerFrom((bytesMax) => {
    const part = bytes.slice(at, at + bytesMax);
    at += part.length;
    return part;
  });
}

/** An input that is computed, or comes from elsewhere. `onClose` is called when the last handle was closed. */
export function readerFrom(read: (bytesMax: number) => string | Promise<string>, onClose?: () => void): Reader {
  let handles = 0;
  const open = (): Reader => {
    const closed = new StopSource();
    handles += 1;
    return {
      isTerminal: false,
      read: (bytesMax = READ_BYTES) => unlessStopped(closed, async () => read(bytesMax)),
      dup: open,
      close: () => {
        if (closed.stopped) return;
        closed.stop();
        handles -= 1;
        if (handles === 0) onClose?.();
      },
    };
  };
  return open();
}

/** What `run` gives, unless `stop` is stopped first. */
function unlessStopped<T>(stop: StopSignal, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = stop.onStop(() => reject(new StoppedError()));
    if (!stop.stopped) void run().then(resolve, reject).finally(release);
  });
}

/** An output that a function takes. `onClose` is called when the last handle was closed. */
export function writerTo(
  take: (bytes: string) => Promise<void> | undefined,
  { isTerminal = false, onClose }: WriterToOptions = {},
): Writer {
  return new OpenWriter({ take, isTerminal, onClose, handles: 0 });
}

/** What handles of one output share. */
interface Output {
  take(bytes: string): Promise<void> | undefined;
  readonly isTerminal: boolean;
  readonly onClose: (() => void) | undefined;
  handles: number;
}

/** A class and no closures: each container has some. */
class OpenWriter implements Writer {
  readonly #output: Output;
  #closed = false;

  constructor(output: Output) {
    this.#output = output;
    output.handles += 1;
  }

  get isTerminal(): boolean {
    return this.#output.isTerminal;
  }

  write(bytes: string): Promise<void> | undefined {
    return this.#closed ? Promise.reject(new StoppedError()) : this.#output.take(bytes);
  }

  dup(): Writer {
    return new OpenWriter(this.#output);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#output.handles -= 1;
    if (this.#output.handles === 0) this.#output.onClose?.();
  }
}

interface WriterToOptions {
  readonly isTerminal?: boolean;
  onClose?(): void;
}
