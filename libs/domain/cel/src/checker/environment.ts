import type { CelType } from '../types/type.ts';
import type { FunctionDeclaration } from './function.ts';

/** Names that an expression may use. */
export interface Declarations {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  /** Fields of struct types by the type's name. */
  readonly structs: ReadonlyMap<string, ReadonlyMap<string, CelType>>;
}

/** Variables of comprehensions, innermost last. */
export class Scopes {
  readonly #variables: ReadonlyMap<string, CelType>;
  readonly #scopes: Map<string, CelType>[] = [];

  constructor(variables: ReadonlyMap<string, CelType>) {
    this.#variables = variables;
  }

  find(name: string): CelType | undefined {
    for (let index = this.#scopes.length - 1; index >= 0; index -= 1) {
      const type = this.#scopes[index]?.get(name);
      if (type !== undefined) return type;
    }
    return this.#variables.get(name);
  }

  /** Runs `check` with more variables. */
  within(variables: Iterable<readonly [string, CelType]>, check: () => void): void {
    this.#scopes.push(new Map(variables));
    check();
    this.#scopes.pop();
  }
}
