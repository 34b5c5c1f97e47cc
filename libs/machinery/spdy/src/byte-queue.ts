import { concat } from './wire.ts';

/** Queue of received bytes, read in requested sizes. Copies each byte at most once, even for small chunks. */
export class ByteQueue {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Removes and returns the next `size` bytes; undefined while fewer are queued. */
  take(size: number): Uint8Array | undefined {
    if (size > this.#length) return undefined;
    const parts: Uint8Array[] = [];
    let [used, left] = [0, size];
    for (; left > 0; used++) {
      const chunk = this.#chunks[used] as Uint8Array;
      parts.push(chunk.subarray(0, left));
      if (chunk.length > left) {
        this.#chunks[used] = chunk.subarray(left);
        break;
      }
      left -= chunk.length;
    }
    this.#chunks.splice(0, used);
    this.#length -= size;
    return parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts);
  }
}
