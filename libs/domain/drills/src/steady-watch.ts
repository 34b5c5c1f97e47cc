import type { DrillCondition } from './drill-expressions.ts';

/** Span in which the steady state did not hold. */
export interface SteadyLoss {
  readonly at: number;
  until?: number;
  /** Conditions that did not hold at the beginning. */
  readonly conditions: readonly string[];
}

/** Watch over the steady state. Without conditions, the state is always steady. */
export class SteadyWatch {
  readonly #conditions: readonly DrillCondition[];
  readonly #losses: SteadyLoss[] = [];
  #missing: readonly string[] = [];
  #steady: boolean;

  constructor(conditions: readonly DrillCondition[]) {
    this.#conditions = conditions;
    this.#steady = conditions.length === 0;
  }

  get steady(): boolean {
    return this.#steady;
  }

  /** Conditions that did not hold when the state was last judged. */
  get missing(): readonly string[] {
    return this.#missing;
  }

  get losses(): readonly SteadyLoss[] {
    return this.#losses;
  }

  /** Judges without a record: before the drill begins. */
  look(): boolean {
    this.#judgeAll();
    return this.#steady;
  }

  /** Judges after a change. Returns the change, if any. */
  judge(at: number): 'lost' | 'regained' | undefined {
    const before = this.#steady;
    this.#judgeAll();
    if (before === this.#steady) return undefined;
    if (!this.#steady) {
      this.#losses.push({ at, conditions: this.#missing });
      return 'lost';
    }
    const last = this.#losses.at(-1);
    if (last !== undefined) last.until = at;
    return 'regained';
  }

  /** Returns lab time without a steady state up to `end`, in ms. */
  lostMs(end: number): number {
    return this.#losses.reduce((sum, { at, until = end }) => sum + until - at, 0);
  }

  #judgeAll(): void {
    this.#missing = this.#conditions.filter((condition) => !condition.judge().met).map(({ text }) => text);
    this.#steady = this.#missing.length === 0;
  }
}
