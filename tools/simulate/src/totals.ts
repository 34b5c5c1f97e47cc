import type { RunResult } from '@klockwork/simulation';

/** Totals of all runs: events by type, and fired timers by name. */
export class Totals {
  readonly #events = new Map<string, number>();
  readonly #timers = new Map<string, number>();

  add({ eventsByType, fired }: RunResult): void {
    addAll(this.#events, eventsByType);
    addAll(this.#timers, fired);
  }

  /** Lines for each non-empty group, sorted by name. */
  lines(): string[] {
    const lines = [`events: ${listOf(this.#events)}`, `timers: ${listOf(this.#timers)}`];
    return this.#events.size === 0 ? [] : lines;
  }
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}

function listOf(sums: ReadonlyMap<string, number>): string {
  const sortedSums = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return sortedSums.map(([name, count]) => `${name} ${count}`).join(', ');
}
