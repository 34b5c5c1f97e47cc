import { ArrayValue } from './array-value.ts';

/** Assignment to a readonly variable. */
export class ReadonlyVariableError extends Error {
  override readonly name = 'ReadonlyVariableError';
  readonly variable: string;
  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

/** Bytes of an array element beside its text. */
const ELEMENT_BYTES = 32;

/** Variables of one shell, including function locals. */
export class Variables {
  readonly #values: Map<string, string | ArrayValue>;
  readonly #exported: Set<string>;
  readonly #readonly: Set<string>;
  /** Values shadowed by `local`, one map a function call; undefined for an unset variable. */
  readonly #covered: Map<string, string | ArrayValue | undefined>[] = [];

  /** Called when values take so many bytes more, or fewer. */
  onChange: (bytes: number) => void = () => {};

  constructor(values: ReadonlyMap<string, string | ArrayValue>, exportedNames: Iterable<string>, readonlyNames: Iterable<string> = []) {
    this.#values = new Map(values);
    this.#exported = new Set(exportedNames);
    this.#readonly = new Set(readonlyNames);
  }

  /** Copy for a subshell. */
  copy(): Variables {
    const values = [...this.#values].map(([name, value]) => [name, value instanceof ArrayValue ? value.copy() : value] as const);
    return new Variables(new Map(values), this.#exported, this.#readonly);
  }

  /** Value of a variable; for arrays, element 0. */
  get(name: string): string | undefined {
    const value = this.#values.get(name);
    return value instanceof ArrayValue ? value.get('0') : value;
  }

  /** Sets a variable; of an array the element 0. Throws {@link ReadonlyVariableError}. */
  set(name: string, value: string): void {
    if (this.#readonly.has(name)) throw new ReadonlyVariableError(name);
    const before = this.#values.get(name);
    this.onChange(value.length - (this.get(name)?.length ?? 0));
    if (before instanceof ArrayValue) before.set('0', value);
    else this.#values.set(name, value);
  }

  /** Array elements of a variable; a scalar is element 0. Undefined when unset. */
  array(name: string): ArrayValue | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? ArrayValue.of([value]) : value;
  }

  /** Replaces a variable by an array. Throws {@link ReadonlyVariableError}. */
  setArray(name: string, value: ArrayValue): void {
    if (this.#readonly.has(name)) throw new ReadonlyVariableError(name);
    this.#values.set(name, value);
  }

  /** Sets one element; the variable becomes an array. Throws {@link ReadonlyVariableError}. */
  setElement(name: string, key: string, value: string): void {
    const array = this.array(name) ?? new ArrayValue(false);
    this.onChange(ELEMENT_BYTES + value.length - (array.get(key)?.length ?? 0));
    this.setArray(name, array);
    array.set(key, value);
  }

  /** Declares an array; keeps elements of an array of equal type. Throws {@link ReadonlyVariableError}. */
  declareArray(name: string, isAssociative: boolean): void {
    const before = this.array(name);
    if (before?.isAssociative !== isAssociative) this.setArray(name, new ArrayValue(isAssociative));
    else this.setArray(name, before);
  }

  unset(name: string): void {
    if (this.#readonly.has(name)) throw new ReadonlyVariableError(name);
    this.onChange(-(this.get(name)?.length ?? 0));
    this.#values.delete(name);
    this.#exported.delete(name);
  }

  export(name: string): void {
    this.#exported.add(name);
  }

  unexport(name: string): void {
    this.#exported.delete(name);
  }

  protect(name: string): void {
    this.#readonly.add(name);
  }

  /** Declares a function local, initially equal to the shadowed variable. False outside functions. */
  makeLocal(name: string): boolean {
    const coveredValues = this.#covered.at(-1);
    if (coveredValues !== undefined && !coveredValues.has(name)) coveredValues.set(name, this.#copyOf(name));
    return coveredValues !== undefined;
  }

  #copyOf(name: string): string | ArrayValue | undefined {
    const value = this.#values.get(name);
    return value instanceof ArrayValue ? value.copy() : value;
  }

  enterFunction(): void {
    this.#covered.push(new Map());
  }

  leaveFunction(): void {
    for (const [name, value] of this.#covered.pop() ?? []) {
      if (value === undefined) this.#values.delete(name);
      else this.#values.set(name, value);
    }
  }

  /** Exported variables. */
  environment(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const name of this.#exported) {
      const value = this.#values.get(name);
      if (typeof value === 'string') environment.set(name, value);
    }
    return environment;
  }

  /** All names, in order. */
  names(kind: 'all' | 'exported' | 'readonly'): readonly string[] {
    return [...(kind === 'all' ? this.#values.keys() : kind === 'exported' ? this.#exported : this.#readonly)].sort();
  }
}
