import type { Value } from '../values/value.ts';
import { ACCUMULATOR, type Call, type Expression } from './expression.ts';

/** Makes the nodes that a macro adds, all at the place of its call. */
export class Builder {
  readonly #offset: number;

  constructor(offset: number) {
    this.#offset = offset;
  }

  accumulator(): Expression {
    return this.identifier(ACCUMULATOR);
  }

  identifier(name: string): Expression {
    return { kind: 'identifier', offset: this.#offset, name };
  }

  literal(value: Value): Expression {
    return { kind: 'literal', offset: this.#offset, value };
  }

  call(name: string, ...args: Expression[]): Call {
    return { kind: 'call', offset: this.#offset, name, args };
  }

  memberCall(name: string, target: Expression, ...args: Expression[]): Call {
    return { kind: 'call', offset: this.#offset, name, target, args };
  }

  list(...elements: Expression[]): Expression {
    return { kind: 'list', offset: this.#offset, elements, optional: new Set() };
  }

  map(): Expression {
    return { kind: 'map', offset: this.#offset, entries: [] };
  }
}
