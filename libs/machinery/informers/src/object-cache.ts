import type { KubeObject } from '@klockwork/resources';

/** Index name → function that returns an object's index values. */
export type Indexers<T extends KubeObject> = Readonly<Record<string, (object: T) => readonly string[]>>;

/** Objects of one kind by (namespace, name), always sorted, with indexes. Models client-go's ThreadSafeStore. */
export class ObjectCache<T extends KubeObject> {
  /** Parallel arrays, sorted by key: a list is a slice of the second. */
  #keys: string[] = [];
  #values: T[] = [];
  readonly #byKey = new Map<string, T>();
  readonly #indexers: Map<string, (object: T) => readonly string[]> = new Map();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  #all: readonly T[] | undefined;

  get(namespace: string, name: string): T | undefined {
    return this.#byKey.get(cacheKey(namespace, name));
  }

  list(namespace?: string): readonly T[] {
    if (namespace === undefined) {
      this.#all ??= Object.freeze(this.#values.slice());
      return this.#all;
    }
    return this.#values.slice(this.#position(`${namespace}\u0000`), this.#position(`${namespace}\u0001`));
  }

  byIndex(index: string, value: string): readonly T[] {
    const keys = this.#indexes.get(index)?.get(value);
    if (keys === undefined) return [];
    return [...keys].sort().map((key) => this.#byKey.get(key) as T);
  }

  /** Adds indexes, including present objects. An existing index name has no effect. */
  addIndexers(indexers: Indexers<T>): void {
    for (const [name, values] of Object.entries(indexers)) {
      if (this.#indexers.has(name)) continue;
      this.#indexers.set(name, values);
      this.#indexes.set(name, new Map());
      for (const [key, object] of this.#byKey) this.#addToIndex(name, key, values(object));
    }
  }

  hasIndex(name: string): boolean {
    return this.#indexers.has(name);
  }

  /** Stores `object` and returns the replaced one. An object that fails an index changes nothing. */
  set(object: T): T | undefined {
    const key = keyOf(object);
    const indexed = [...this.#indexers].map(([name, values]) => [name, values(object)] as const);
    const previous = this.#byKey.get(key);
    const position = this.#position(key);
    if (previous !== undefined) {
      this.#unindex(key, previous);
      this.#values[position] = object;
    } else {
      this.#keys.splice(position, 0, key);
      this.#values.splice(position, 0, object);
    }
    this.#byKey.set(key, object);
    for (const [name, values] of indexed) this.#addToIndex(name, key, values);
    this.#all = undefined;
    return previous;
  }

  delete(namespace: string, name: string): T | undefined {
    const key = cacheKey(namespace, name);
    const previous = this.#byKey.get(key);
    if (previous === undefined) return undefined;
    this.#unindex(key, previous);
    const position = this.#position(key);
    this.#keys.splice(position, 1);
    this.#values.splice(position, 1);
    this.#byKey.delete(key);
    this.#all = undefined;
    return previous;
  }

  /** Returns the first position whose key is not less than `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #addToIndex(name: string, key: string, values: readonly string[]): void {
    const index = this.#indexes.get(name) as Map<string, Set<string>>;
    for (const value of values) {
      const keys = index.get(value);
      if (keys === undefined) index.set(value, new Set([key]));
      else keys.add(key);
    }
  }

  #unindex(key: string, previous: T): void {
    for (const [name, values] of this.#indexers) {
      const index = this.#indexes.get(name) as Map<string, Set<string>>;
      for (const value of values(previous)) {
        const keys = index.get(value);
        keys?.delete(key);
        if (keys?.size === 0) index.delete(value);
      }
    }
  }
}

function keyOf(object: KubeObject): string {
  return cacheKey(object.metadata?.namespace ?? '', object.metadata?.name ?? '');
}

// NUL sorts below every character of a name, so keys sort as (namespace, name) pairs do.
function cacheKey(namespace: string, name: string): string {
  return `${namespace}\u0000${name}`;
}
