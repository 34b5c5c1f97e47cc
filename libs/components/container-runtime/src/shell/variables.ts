/** A variable's value is refused: it was declared readonly. */
export class ReadonlyVariableError extends Error {
  override readonly name = 'ReadonlyVariableError';
  readonly variable: string;
  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

/** The variables of one shell, with those that functions have for themselves. */
export class Variables {
  readonly #values: Map<string, string>;
  readonly #exported: Set<string>;
  readonly #readonly: Set<string>;
  /** What `local` covers, a map for each function at work; undefined for what was not set. */
  readonly #covered: Map<string, string | undefined>[] = [];

  constructor(values: ReadonlyMap<string, string>, exported: Iterable<string>, readonlyNames: Iterable<string> = []) {
    this.#values = new Map(values);
    this.#exported = new Set(exported);
    this.#readonly = new Set(readonlyNames);
  }

  /** As a subshell has them. */
  copy(): Variables {
    return new Variables(this.#values, this.#exported, this.#readonly);
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Throws {@link ReadonlyVariableError}. */
  set(name: string, value: string): void {
    if (this.#readonly.has(name)) throw new ReadonlyVariableError(name);
    this.#values.set(name, value);
  }

  unset(name: string): void {
    if (this.#readonly.has(name)) throw new ReadonlyVariableError(name);
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

  /** Gives the function at work a variable of its own, which begins as the one it covers. False outside of functions. */
  makeLocal(name: string): boolean {
    const covered = this.#covered.at(-1);
    if (covered !== undefined && !covered.has(name)) covered.set(name, this.#values.get(name));
    return covered !== undefined;
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

  /** What a command is started with. */
  environment(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const name of this.#exported) {
      const value = this.#values.get(name);
      if (value !== undefined) environment.set(name, value);
    }
    return environment;
  }

  /** All names, in order. */
  names(kind: 'all' | 'exported' | 'readonly'): readonly string[] {
    return [...(kind === 'all' ? this.#values.keys() : kind === 'exported' ? this.#exported : this.#readonly)].sort();
  }
}
