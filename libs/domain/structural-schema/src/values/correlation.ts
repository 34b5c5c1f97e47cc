import { equalJson, isMap } from '../json-value.ts';
import type { SchemaNode } from '../schema-node.ts';

/** A value and its earlier state, found by the schema's keys. Models `CorrelatedObject` of `k8s.io/apiserver/pkg/cel/common`. */
export class Correlation {
  readonly value: unknown;
  readonly previous: unknown;
  readonly #node: SchemaNode;
  readonly #children = new Map<string | number, Correlation | undefined>();
  #byKey: ReadonlyMap<string, unknown> | undefined;
  #isEqual: boolean | undefined;

  constructor(value: unknown, previous: unknown, node: SchemaNode) {
    this.value = value;
    this.previous = previous;
    this.#node = node;
  }

  /** Returns a field with its earlier state; undefined for fields without schema, and for new ones. */
  field(name: string): Correlation | undefined {
    return this.#child(name, () => {
      const { value, previous } = this;
      if (!isMap(value) || !isMap(previous) || !Object.hasOwn(value, name) || !Object.hasOwn(previous, name)) return undefined;
      const node = this.#node.field(name);
      return node && new Correlation(value[name], previous[name], node);
    });
  }

  /** True for an unchanged field that is no list or object, and has a schema. */
  keepsScalar(name: string): boolean {
    const { value, previous } = this;
    if (!isMap(value) || !isMap(previous) || typeof value[name] === 'object') return false;
    return value[name] === previous[name] && Object.hasOwn(previous, name) && this.#node.field(name) !== undefined;
  }

  /** Returns an item with the earlier item of equal keys; undefined in other lists than maps. */
  item(index: number): Correlation | undefined {
    return this.#child(index, () => {
      const { value, previous } = this;
      const { items, listType } = this.#node;
      if (!Array.isArray(value) || !Array.isArray(previous) || listType !== 'map' || items === undefined) return undefined;
      const key = this.#keyOf(value[index]);
      this.#byKey ??= new Map(previous.flatMap((item) => entryOf(this.#keyOf(item), item)));
      const before = key === undefined ? undefined : this.#byKey.get(key);
      return before === undefined || before === null ? undefined : new Correlation(value[index], before, items);
    });
  }

  /** True if nothing changed, in every part that the schema lets compare. */
  get isEqual(): boolean {
    this.#isEqual ??= this.#compare();
    return this.#isEqual;
  }

  #compare(): boolean {
    const { value, previous } = this;
    if (Array.isArray(value) && Array.isArray(previous)) return value.length === previous.length && this.#compareItems(value, previous);
    if (!isMap(value) || !isMap(previous)) return equalJson(value, previous);
    const names = Object.keys(value);
    if (names.length !== Object.keys(previous).length) return false;
    return names.every((name) => (typeof value[name] === 'object' ? this.field(name)?.isEqual === true : this.keepsScalar(name)));
  }

  #compareItems(value: readonly unknown[], previous: readonly unknown[]): boolean {
    if (this.#node.listType !== 'map') return equalJson(value, previous);
    return value.every((_, index) => this.item(index)?.isEqual === true);
  }

  #child(key: string | number, make: () => Correlation | undefined): Correlation | undefined {
    if (!this.#children.has(key)) this.#children.set(key, make());
    return this.#children.get(key);
  }

  /** Returns undefined for an item without all keys, or with a key that is no scalar. */
  #keyOf(item: unknown): string | undefined {
    const names = this.#node.listMapKeys;
    if (!isMap(item) || names.some((name) => !Object.hasOwn(item, name))) return undefined;
    const keys = names.map((name) => item[name]);
    if (keys.some((key) => key === null || typeof key === 'object')) return undefined;
    return JSON.stringify(keys.map((key) => [typeof key, String(key)]));
  }
}

function entryOf(key: string | undefined, item: unknown): [string, unknown][] {
  return key === undefined ? [] : [[key, item]];
}
