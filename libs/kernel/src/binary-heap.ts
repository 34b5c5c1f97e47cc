/** Binary heap: least item first; addition and removal in O(log n). `before` is a strict total order. */
export class BinaryHeap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Returns the item at a tree position: 0 is the least; items at 2i + 1 and 2i + 2 follow the one at i. */
  at(index: number): T | undefined {
    return this.#items[index];
  }

  add(item: T): void {
    let index = this.#items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#items[parent] as T;
      if (!this.#before(item, above)) break;
      this.#items[index] = above;
      index = parent;
    }
    this.#items[index] = item;
  }

  take(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0) this.#sink(0, last as T);
    return top;
  }

  /** Removes all items rejected by `isKept`, in O(n). */
  keep(isKept: (item: T) => boolean): void {
    const remaining = this.#items.filter(isKept);
    this.#items.splice(0, this.#items.length, ...remaining);
    for (let index = (remaining.length >> 1) - 1; index >= 0; index--) this.#sink(index, remaining[index] as T);
  }

  /** Moves `item` down from `start` to its position. */
  #sink(start: number, item: T): void {
    let index = start;
    for (;;) {
      const child = this.#lesserChild(index);
      if (child === undefined || !this.#before(this.#items[child] as T, item)) break;
      this.#items[index] = this.#items[child] as T;
      index = child;
    }
    this.#items[index] = item;
  }

  #lesserChild(index: number): number | undefined {
    const left = 2 * index + 1;
    const right = left + 1;
    if (left >= this.#items.length) return undefined;
    if (right >= this.#items.length) return left;
    return this.#before(this.#items[right] as T, this.#items[left] as T) ? right : left;
  }
}
