import { CelError, type Conversion, type MapValue, Uint, type Value } from './value.ts';

/** Key under which equal map keys meet: numbers of all types compare by value. */
type MapKey = string | boolean | bigint | number;

/** Map of a literal or a macro. */
export class LiteralMap implements MapValue {
  readonly isMap = true;
  isAccumulator = false;
  readonly #entries: Map<MapKey, readonly [Value, Value]>;

  constructor(entries: Iterable<readonly [Value, Value]>) {
    this.#entries = new Map();
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: Value): Value | undefined {
    const normal = mapKey(key);
    return normal === undefined ? new CelError('unsupported key type') : this.#entries.get(normal)?.[1];
  }

  keys(): readonly Value[] {
    return [...this.#entries.values()].map(([key]) => key);
  }

  set(key: Value, value: Value): void {
    const normal = mapKey(key);
    if (normal !== undefined) this.#entries.set(normal, [key, value]);
  }

  delete(key: Value): void {
    const normal = mapKey(key);
    if (normal !== undefined) this.#entries.delete(normal);
  }

  copy(): LiteralMap {
    return new LiteralMap(this.#entries.values());
  }
}

/** Object of JSON whose fields convert when they are read. */
export class ObjectMap implements MapValue {
  readonly isMap = true;
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #conversionOf: (key: string) => Conversion | undefined;
  readonly #names: FieldNames;
  readonly #skipsNull: boolean;
  #keys: readonly string[] | undefined;

  /**
   * `conversionOf` returns undefined for a field without a schema: such a field does not exist. With `names` the map is an object with declared
   * fields, whose null fields do not exist either.
   */
  constructor(fields: object, conversionOf: (key: string) => Conversion | undefined, names?: FieldNames) {
    this.#fields = fields as Readonly<Record<string, unknown>>;
    this.#conversionOf = conversionOf;
    this.#names = names ?? PLAIN_NAMES;
    this.#skipsNull = names !== undefined;
  }

  /** Counts all fields, also those without a schema, as upstream. */
  get size(): number {
    return Object.keys(this.#fields).length;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return new CelError('no such overload');
    const name = this.#names.unescape(key);
    if (name === undefined || !Object.hasOwn(this.#fields, name)) return undefined;
    const storedField = this.#fields[name];
    return storedField === null && this.#skipsNull ? undefined : this.#conversionOf(name)?.(storedField);
  }

  keys(): readonly string[] {
    this.#keys ??= this.#listKeys();
    return this.#keys;
  }

  #listKeys(): string[] {
    const names = Object.keys(this.#fields).filter((name) => this.#conversionOf(name) !== undefined);
    return names.flatMap((name) => this.#names.escape(name) ?? []);
  }
}

/** Spelling of field names in expressions. */
export interface FieldNames {
  escape(name: string): string | undefined;
  unescape(name: string): string | undefined;
}

const PLAIN_NAMES: FieldNames = { escape: (name) => name, unescape: (name) => name };

function mapKey(key: Value): MapKey | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean' || typeof key === 'bigint') return key;
  if (key instanceof Uint) return key.value;
  if (typeof key === 'number') return Number.isInteger(key) ? BigInt(key) : key;
  return undefined;
}
