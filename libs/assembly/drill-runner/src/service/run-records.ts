import type { RunState } from '@klockwork/drills';
import { hasEnded, interrupted } from './run-state.ts';

/** Storage of runs, which outlives the process. */
export interface RunRecords {
  /** Returns the stored runs, in the order of their numbers. */
  load(): readonly RunState[];
  save(state: RunState): void;
  remove(id: string): void;
}

/** Max stored runs: the newest. */
const RUNS_MAX = 20;

/** Runs that have ended, newest last. Runs of a former process that did not end are interrupted. */
export class RunHistory {
  readonly #records: RunRecords;
  #states: readonly RunState[];

  constructor(records: RunRecords) {
    this.#records = records;
    this.#states = records.load().map((state) => (hasEnded(state) ? { ...state, isOpen: false } : interrupted(state)));
  }

  get states(): readonly RunState[] {
    return this.#states;
  }

  /** Returns the number of the next run. */
  get nextId(): string {
    return String(1 + Math.max(0, ...this.#states.map(({ id }) => Number(id))));
  }

  /** Stores a state, in place of an earlier one of the run. */
  save(state: RunState): void {
    this.#records.save(state);
    this.#states = [...this.#states.filter(({ id }) => id !== state.id), state];
    for (const { id } of this.#states.slice(0, -RUNS_MAX)) this.#records.remove(id);
    this.#states = this.#states.slice(-RUNS_MAX);
  }
}
