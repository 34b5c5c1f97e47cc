import { StoppedError } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Connection in memory. */
class MemoryEnd implements Connection {
  peer: MemoryEnd | undefined;
  readonly #waiting: (string | undefined)[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  async read(): Promise<string | undefined> {
    while (this.#waiting.length === 0) {
      if (this.#isClosed) throw new StoppedError();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#waiting.shift();
  }

  write(bytes: string): undefined {
    this.peer?.receive(bytes);
  }

  end(): void {
    this.peer?.receive(undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.end();
    this.#wake();
  }

  reset(): void {
    this.close();
  }

  receive(bytes: string | undefined): void {
    this.#waiting.push(bytes);
    this.#wake();
  }
}

/** Returns both ends of a connection in memory. */
export function connectedEnds(): [MemoryEnd, MemoryEnd] {
  const [a, b] = [new MemoryEnd(), new MemoryEnd()];
  [a.peer, b.peer] = [b, a];
  return [a, b];
}
