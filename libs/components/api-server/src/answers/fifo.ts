/** Items per chunk: 1 KiB of pointers. */
const CHUNK = 128;

/**
 * First-in-first-out list in chunks. A plain array doubles as it grows, and old copies stay until a major garbage collection: with 500 slow
 * watches they outweigh the items.
 */
export class Fifo<T> {
  #chunks: T[][] = [];
  /** Number of taken items in the first chunk. */
  #taken = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Returns the item that waits longest; undefined when empty. */
  get first(): T | undefined {
    return this.#chunks[0]?.[this.#taken];
  }

  push(item: T): void {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length < CHUNK) last.push(item);
    else this.#chunks.push([item]);
    this.#length += 1;
  }

  /** Removes and returns the item that waits longest; undefined when empty. */
  shift(): T | undefined {
    const item = this.first;
    if (this.#length === 0) return undefined;
    this.#length -= 1;
    this.#taken += 1;
    if (this.#taken === CHUNK || this.#length === 0) this.#dropChunk();
    return item;
  }

  clear(): void {
    this.#chunks = [];
    this.#taken = 0;
    this.#length = 0;
  }

  #dropChunk(): void {
    this.#chunks.shift();
    this.#taken = 0;
  }
}
