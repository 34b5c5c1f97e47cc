import type { StoredEvent, WholeEvent } from '@klockwork/event-store';
import { canonicalJson, LogHash } from '@klockwork/kernel';
import type { Check, Invariant } from '../invariants/invariant.ts';
import { Violation } from '../violation.ts';
import { countsOf } from './counting-clock.ts';
import { ObservedCluster } from './observed-cluster.ts';

/** Watches a cluster's log from outside: folds it, hashes it on demand, and holds each event against the invariants. */
export class Observer {
  readonly cluster = new ObservedCluster();
  readonly #checks: readonly { readonly name: string; readonly check: Check }[];
  readonly #hash = new LogHash();
  /** Events that the hash lacks so far: most runs are never asked for it. */
  #unhashed: WholeEvent[] = [];
  readonly #byType = new Map<string, number>();
  #events = 0;
  #violation: Violation | undefined;

  constructor(invariants: readonly Invariant[]) {
    this.#checks = invariants.map((invariant) => ({ name: invariant.name, check: invariant.watch() }));
  }

  get events(): number {
    return this.#events;
  }

  /** Event counts by type, sorted. */
  get eventsByType(): Readonly<Record<string, number>> {
    return countsOf(this.#byType);
  }

  /** First violation. Stored, not thrown: an observer must not affect the writer. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Hash of the canonical JSON of all events so far. */
  hash(): string {
    for (const event of this.#unhashed) this.#hash.add(canonicalJson(event));
    this.#unhashed = [];
    return this.#hash.digest();
  }

  /** Applies the next committed event. */
  observe(stored: StoredEvent): void {
    const observation = this.cluster.observe(stored);
    this.#events += 1;
    this.#byType.set(stored.type, (this.#byType.get(stored.type) ?? 0) + 1);
    this.#unhashed.push(observation.event);
    for (const { name, check } of this.#checks) {
      const problem = check(observation);
      if (problem !== undefined) this.#violation ??= new Violation(name, problem, observation.event);
    }
  }
}
