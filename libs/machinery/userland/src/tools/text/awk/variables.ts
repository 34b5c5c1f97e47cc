import type { Value } from './value.ts';

/** A variable: a value or an array, as it is first used. */
export class Variable {
  value: Value;
  #elements: Map<string, Value> | undefined;
  /** What a caller passed without having used it yet: made an array here, it is one there. */
  readonly #passed: Variable | undefined;

  constructor(value?: Value, passed?: Variable) {
    this.value = value;
    this.#passed = passed;
  }

  get isArray(): boolean {
    return this.#elements !== undefined || (this.#passed?.isArray ?? false);
  }

  get elements(): Map<string, Value> {
    this.#elements ??= this.#passed?.elements ?? new Map();
    return this.#elements;
  }
}

/** The variables of a program: global ones, and those of the functions that are being called. */
export class Variables {
  readonly #globals = new Map<string, Variable>();
  readonly #frames: Map<string, Variable>[] = [];

  get depth(): number {
    return this.#frames.length;
  }

  /** The variable that a name means just here. */
  get(name: string): Variable {
    return this.#frames.at(-1)?.get(name) ?? this.global(name);
  }

  global(name: string): Variable {
    const known = this.#globals.get(name);
    if (known !== undefined) return known;
    const made = new Variable();
    this.#globals.set(name, made);
    return made;
  }

  enter(frame: Map<string, Variable>): void {
    this.#frames.push(frame);
  }

  leave(): void {
    this.#frames.pop();
  }
}
