import { NO_SUCH_OVERLOAD, type Value } from '../values/value.ts';

/** Values of the declared variables. */
export type Bindings = Readonly<Record<string, Value>>;

/** Evaluation passed its cost limit. */
export class CostLimitError extends Error {
  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** State of one evaluation. */
export class Frame {
  readonly bindings: Bindings;
  /** Variables of comprehensions. */
  readonly slots: Value[];
  readonly #limit: number;
  cost = 0;

  constructor(bindings: Bindings, slotCount: number, limit: number) {
    this.bindings = bindings;
    this.slots = new Array<Value>(slotCount).fill(NO_SUCH_OVERLOAD);
    this.#limit = limit;
  }

  /** Adds to the cost; throws {@link CostLimitError} beyond the limit. */
  charge(cost: number): void {
    this.cost += cost;
    if (this.cost > this.#limit) throw new CostLimitError();
  }
}
