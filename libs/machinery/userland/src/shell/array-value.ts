/** Bash array: indexed, sorted by index; or associative, in insertion order. */
export class ArrayValue {
  readonly isAssociative: boolean;
  readonly #elements: Map<string, string>;

  constructor(isAssociative: boolean, elements: Iterable<readonly [key: string, value: string]> = []) {
    this.isAssociative = isAssociative;
    this.#elements = new Map(elements);
  }

  static of(values: readonly string[]): ArrayValue {
    return new ArrayValue(
      false,
      values.map((value, index) => [String(index), value]),
    );
  }

  copy(): ArrayValue {
    return new ArrayValue(this.isAssociative, this.#elements);
  }

  get(key: string): string | undefined {
    return this.#elements.get(key);
  }

  set(key: string, value: string): void {
    this.#elements.set(key, value);
  }

  delete(key: string): void {
    this.#elements.delete(key);
  }

  keys(): readonly string[] {
    const keys = [...this.#elements.keys()];
    return this.isAssociative ? keys : keys.sort((left, right) => Number(left) - Number(right));
  }

  values(): readonly string[] {
    return this.keys().map((key) => this.#elements.get(key) as string);
  }

  /** Index behind the last element; 0 of an empty array. */
  get end(): number {
    return this.isAssociative ? this.#elements.size : Number(this.keys().at(-1) ?? -1) + 1;
  }
}
