import type { CelType } from '../types/type.ts';

/** Error of evaluation: a value, because `&&`, `||` and macros may absorb errors. */
export class CelError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Unsigned 64-bit integer. */
export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

/** Instant in nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** Span in nanoseconds. */
export class Duration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** Type as a value, such as the result of `type(1)`. */
export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Result of `optional.of` and `optional.none`. */
export class OptionalValue {
  readonly value: Value | undefined;

  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** Map or object. */
export interface MapValue {
  readonly isMap: true;
  readonly size: number;
  /** Returns the entry of a key, or undefined; an error for a key of a wrong type. */
  find(key: Value): Value | undefined;
  keys(): readonly Value[];
  /** Marks the accumulator of a macro. */
  isAccumulator?: boolean;
}

/** Value of a library's own type, such as a quantity or an IP address. */
export interface LibraryValue {
  readonly libraryType: CelType;
  equals(other: Value): boolean;
  /** Number of bytes, where the cost model asks for it. */
  readonly size?: number;
  /** JSON form. */
  toJson?(): unknown;
}

/** Value of an evaluation: `bigint` is int, `number` is double, `Uint8Array` is bytes. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Timestamp
  | Duration
  | TypeValue
  | OptionalValue
  | ListValue
  | MapValue
  | LibraryValue
  | CelError;

export const NO_SUCH_OVERLOAD = new CelError('no such overload');
/** Optional without value. */
export const NONE = new OptionalValue(undefined);

/** Returns the error itself, or `no such overload` for another value. */
export function overloadError(value: Value): CelError {
  return value instanceof CelError ? value : NO_SUCH_OVERLOAD;
}

export function isLibraryValue(value: Value): value is LibraryValue {
  return typeof value === 'object' && value !== null && 'libraryType' in value;
}

export function isMapValue(value: Value): value is MapValue {
  return typeof value === 'object' && value !== null && 'isMap' in value;
}

/** Converts a stored element to a value. */
export type Conversion = (stored: unknown) => Value;

/** List whose elements convert when they are read. */
export class ListValue {
  readonly #items: unknown[];
  readonly #convert: Conversion | undefined;
  /** Marks the accumulator of a macro: additions change it in place. */
  isAccumulator = false;

  constructor(items: readonly unknown[], convert?: Conversion) {
    this.#items = items as unknown[];
    this.#convert = convert;
  }

  static accumulator(): ListValue {
    const list = new ListValue([]);
    list.isAccumulator = true;
    return list;
  }

  get size(): number {
    return this.#items.length;
  }

  at(index: number): Value {
    const item = this.#items[index];
    return this.#convert === undefined ? (item as Value) : this.#convert(item);
  }

  values(): readonly Value[] {
    return this.#convert === undefined ? (this.#items as Value[]) : this.#items.map(this.#convert);
  }

  add(other: ListValue): ListValue {
    if (!this.isAccumulator) return new ListValue([...this.values(), ...other.values()]);
    for (const value of other.values()) this.#items.push(value);
    return this;
  }

  /** Compares with another list; overridden by lists with set or map semantics. */
  equals(other: ListValue, equal: (a: Value, b: Value) => boolean): boolean | CelError {
    if (this.size !== other.size) return false;
    for (let index = 0; index < this.size; index += 1) {
      const value = this.at(index);
      if (value instanceof CelError) return value;
      if (!equal(value, other.at(index))) return false;
    }
    return true;
  }
}
