import type { LogEvent } from '@klockwork/simulation';

/** A node renews its lease every 10 s; no other object of an idle cluster is written as often. */
const WRITES_OF_ONE_MAX = 400;
/** Max writes in an hour of an idle cluster with failing workloads: back-offs, new Jobs each minute, and their Events. */
const WRITES_MAX = 15_000;

/** Counts what is written while no client writes. */
export class IdleWriteCounter {
  readonly #byObject = new Map<string, number>();
  #writes = 0;

  begin(): void {
    this.#byObject.clear();
    this.#writes = 0;
  }

  observe({ key: { resource, namespace, name } }: LogEvent): void {
    const object = `${resource}/${namespace}/${name}`;
    this.#byObject.set(object, (this.#byObject.get(object) ?? 0) + 1);
    this.#writes += 1;
  }

  /** Object or cluster written without end, as a rate for one hour; undefined for a calm cluster. */
  problem(): string | undefined {
    const [object = '', writes = 0] = [...this.#byObject].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (writes > WRITES_OF_ONE_MAX) return `${object} was written ${writes} times in an hour in which nobody asked for anything`;
    return this.#writes > WRITES_MAX
      ? `${this.#writes} writes in an hour in which nobody asked for anything, ${writes} of ${object}`
      : undefined;
  }
}
