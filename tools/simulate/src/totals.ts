import type { RunResult } from '@klockwork/simulation';

/** What all runs did together: events by their types, and timers that fired by their names. */
export class Totals {
  readonly #events = new Map<string, number>();
  readonly #timers = new Map<string, number>();

  add({ eventsByType, fired }: RunResult): void {
    addAll(this.#events, eventsByType);
    addAll(this.#timers, fired);
  }

  /** A line for each sort, the names in the order of the alphabet; none when nothing was added. */
  lines(): string[] {
    const lines = [`events: ${listOf(this.#events)}`, `timers: ${listOf(this.#timers)}`];
    return this.#events.size === 0 ? [] : lines;
  }
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}

function listOf(sums: ReadonlyMap<string, number>): string {
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}
