import { equal } from '../values/equality.ts';
import { type CelError, type Conversion, isMapValue, ListValue, type Value } from '../values/value.ts';

/** List of a set: order does not matter, and addition skips known members. */
export class SetList extends ListValue {
  constructor(items: readonly unknown[], convert: Conversion) {
    super(items.map(convert));
  }

  override equals(other: ListValue): boolean {
    return this.size === other.size && other.values().every((value) => includes(this, value));
  }

  override add(other: ListValue): ListValue {
    const addedValues = other
      .values()
      .filter((value, index, all) => !includes(this, value) && all.findIndex((item) => equal(item, value)) === index);
    return new SetList([...this.values(), ...addedValues], (value) => value as Value);
  }
}

/** List of objects with keys: order does not matter, and addition replaces the object of the same key. */
export class MapList extends ListValue {
  readonly #keys: readonly string[];

  constructor(items: readonly unknown[], convert: Conversion, keys: readonly string[]) {
    super(items.map(convert));
    this.#keys = keys;
  }

  override equals(other: ListValue, compare: (a: Value, b: Value) => boolean): boolean | CelError {
    if (this.size !== other.size) return false;
    return other.values().every((value) => {
      const mine = this.values()[this.#indexOf(value)];
      return mine !== undefined && compare(mine, value);
    });
  }

  override add(other: ListValue): ListValue {
    const items = [...this.values()];
    for (const value of other.values()) {
      const index = this.#indexOf(value);
      if (index < 0) items.push(value);
      else items[index] = value;
    }
    return new MapList(items, (value) => value as Value, this.#keys);
  }

  #indexOf(value: Value): number {
    return this.values().findIndex((mine) => this.#keys.every((key) => sameField(mine, value, key)));
  }
}

function includes(list: ListValue, value: Value): boolean {
  return list.values().some((item) => equal(item, value));
}

function sameField(a: Value, b: Value, key: string): boolean {
  const first = a !== null && typeof a === 'object' && isMapValue(a) ? a.find(key) : undefined;
  const second = b !== null && typeof b === 'object' && isMapValue(b) ? b.find(key) : undefined;
  return first === undefined || second === undefined ? first === second : equal(first, second);
}
