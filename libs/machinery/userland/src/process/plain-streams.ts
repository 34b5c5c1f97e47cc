import { StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import { READ_BYTES, type Reader, type Writer } from './stream.ts';

/** Empty input, like /dev/null. */
export const noInput: Reader = { isTerminal: false, read: async () => '', dup: () => noInput, close: () => {} };

/** Discarding output, like /dev/null. */
export const noOutput: Writer = { isTerminal: false, write: () => undefined, dup: () => noOutput, close: () => {} };

/** Input with fixed bytes. Duplicated handles share one offset. */
export function readerOf(bytes: string): Reader {
  let at = 0;
  return readerFrom((bytesMax) => {
    const part = bytes.slice(at, at + bytesMax);
    at += part.length;
    return part;
  });
}

/** Computed or external input. `onClose` runs after the last handle closed. */
export function readerFrom(read: (bytesMax: number) => string | Promise<string>, onClose?: () => void): Reader {
  let handles = 0;
  const open = (): Reader => {
    const closedStop = new StopSource();
    handles += 1;
    return {
      isTerminal: false,
      read: (bytesMax = READ_BYTES) => unlessStopped(closedStop, async () => read(bytesMax)),
      dup: open,
      close: () => {
        if (closedStop.stopped) return;
        closedStop.stop();
        handles -= 1;
        if (handles === 0) onClose?.();
      },
    };
  };
  return open();
}

/** Resolves like `run`; rejects with StoppedError when `stop` fires first. */
function unlessStopped<T>(stop: StopSignal, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = stop.onStop(() => reject(new StoppedError()));
    if (!stop.stopped) void run().then(resolve, reject).finally(release);
  });
}

/** Output into a function. `onClose` runs after the last handle closed. */
export function writerTo(
  take: (bytes: string) => Promise<void> | undefined,
  { isTerminal = false, onClose }: WriterToOptions = {},
): Writer {
  return new OpenWriter({ take, isTerminal, onClose, handles: 0 });
}

/** State shared by all handles of an output. */
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
