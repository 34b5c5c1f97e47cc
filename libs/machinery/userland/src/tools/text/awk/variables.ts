import type { Value } from './value.ts';

/** Variable; its first use decides between value and array. */
export class Variable {
  value: Value;
  #elements: Map<string, Value> | undefined;
  /** Caller's untyped variable: an array made here becomes the caller's array. */
  readonly #passed: Variable | undefined;

  constructor(value?: Value, passedVariable?: Variable) {
    this.value = value;
    this.#passed = passedVariable;
  }

  get isArray(): boolean {
    return this.#elements !== undefined || (this.#passed?.isArray ?? false);
  }

  get elements(): Map<string, Value> {
    this.#elements ??= this.#passed?.elements ?? new Map();
    return this.#elements;
  }
}

/** Global variables, plus locals of active function calls. */
export class Variables {
  readonly #globals = new Map<string, Variable>();
  readonly #frames: Map<string, Variable>[] = [];

  get depth(): number {
    return this.#frames.length;
  }

  /** Variable in the current scope. */
  get(name: string): Variable {
    return this.#frames.at(-1)?.get(name) ?? this.global(name);
  }

  global(name: string): Variable {
    const global = this.#globals.get(name);
    if (global !== undefined) return global;
    const variable = new Variable();
    this.#globals.set(name, variable);
    return variable;
  }

  enter(frame: Map<string, Variable>): void {
    this.#frames.push(frame);
  }

  leave(): void {
    this.#frames.pop();
  }
}
