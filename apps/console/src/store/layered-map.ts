/** Changed entries before they are written into a new base. */
const LAYER_MAX = 1_000;

/** Immutable map whose next version shares most entries with it: a change of a large map costs little. New keys stand last. */
export class LayeredMap<V> implements ReadonlyMap<string, V> {
  readonly #base: ReadonlyMap<string, V>;
  /** Entries that differ from the base; undefined for deleted ones. */
  readonly #layer: ReadonlyMap<string, V | undefined>;
  readonly size: number;

  private constructor(base: ReadonlyMap<string, V>, layer: ReadonlyMap<string, V | undefined>, size: number) {
    this.#base = base;
    this.#layer = layer;
    this.size = size;
  }

  /** Returns `map` with changes; undefined values delete their keys. */
  static changed<V>(map: ReadonlyMap<string, V>, changes: ReadonlyMap<string, V | undefined>): ReadonlyMap<string, V> {
    const [base, former] = map instanceof LayeredMap ? [map.#base as ReadonlyMap<string, V>, map.#layer] : [map, []];
    const layer = new Map<string, V | undefined>(former as Iterable<[string, V | undefined]>);
    let { size } = map;
    for (const [key, value] of changes) {
      size += Number(value !== undefined) - Number(map.has(key));
      layer.set(key, value);
    }
    const layered = new LayeredMap(base, layer, size);
    return layer.size < LAYER_MAX ? layered : new Map(layered);
  }

  get(key: string): V | undefined {
    return this.#layer.has(key) ? this.#layer.get(key) : this.#base.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[string, V]> {
    for (const [key, old] of this.#base) {
      const value = this.#layer.has(key) ? this.#layer.get(key) : old;
      if (value !== undefined) yield [key, value];
    }
    for (const [key, value] of this.#layer) if (value !== undefined && !this.#base.has(key)) yield [key, value];
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
