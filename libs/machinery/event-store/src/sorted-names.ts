/** Unique names in code-unit order. In-order additions append; others use binary search. */
export class SortedNames {
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  add(name: string): void {
    const last = this.#names.at(-1);
    if (last === undefined || last < name) {
      this.#names.push(name);
      return;
    }
    const index = this.#firstFrom(name);
    if (this.#names[index] !== name) this.#names.splice(index, 0, name);
  }

  delete(name: string): void {
    const index = this.#firstFrom(name);
    if (this.#names[index] === name) this.#names.splice(index, 1);
  }

  /** Names at or after `start`, in order. Valid until the next change. */
  *from(start: string): IterableIterator<string> {
    for (let index = this.#firstFrom(start); index < this.#names.length; index++) yield this.#names[index] as string;
  }

  /** Returns the number of names after `name`, which may be absent. */
  countAfter(name: string): number {
    const index = this.#firstFrom(name);
    return this.#names.length - index - (this.#names[index] === name ? 1 : 0);
  }

  #firstFrom(start: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] as string) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
