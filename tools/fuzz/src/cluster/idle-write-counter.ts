import type { LogEvent } from '@klockwork/simulation';

/** A node renews its lease each 10 s; nobody has a reason to write any other object as often, when no client does anything. */
const WRITES_OF_ONE_MAX = 400;
/** What all of a cluster in which everything fails that can fail may write in an hour: back-off, new jobs each minute, events of both. */
const WRITES_MAX = 15_000;

/** Counts what is written while no client writes. */
export class IdleWriteCounter {
  readonly #byObject = new Map<string, number>();
  #writes = 0;

  /** From now on. */
  begin(): void {
    this.#byObject.clear();
    this.#writes = 0;
  }

  observe({ key: { resource, namespace, name } }: LogEvent): void {
    const object = `${resource}/${namespace}/${name}`;
    this.#byObject.set(object, (this.#byObject.get(object) ?? 0) + 1);
    this.#writes += 1;
  }

  /** What was written without end, of an hour; undefined when nothing was. */
  problem(): string | undefined {
    const [object = '', writes = 0] = [...this.#byObject].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (writes > WRITES_OF_ONE_MAX) return `${object} was written ${writes} times in an hour in which nobody asked for anything`;
    return this.#writes > WRITES_MAX
      ? `${this.#writes} writes in an hour in which nobody asked for anything, ${writes} of ${object}`
      : undefined;
  }
}
