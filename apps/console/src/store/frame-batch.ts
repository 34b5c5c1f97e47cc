/** Longest wait for a frame, in ms: hidden pages have none. */
const WAIT_MS = 250;

/** Collects items until the next frame: a burst is drawn once. */
export class FrameBatch<T> {
  readonly #onItems: (items: readonly T[]) => void;
  #items: T[] = [];

  constructor(onItems: (items: readonly T[]) => void) {
    this.#onItems = onItems;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length > 1) return;
    const frame = requestAnimationFrame(() => this.#flush(() => clearTimeout(timer)));
    const timer = setTimeout(() => this.#flush(() => cancelAnimationFrame(frame)), WAIT_MS);
  }

  /** Drops the collected items. */
  clear(): void {
    this.#items = [];
  }

  #flush(stopOther: () => void): void {
    stopOther();
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#onItems(items);
  }
}
