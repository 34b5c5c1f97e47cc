import type { Cause } from '@klockwork/event-store';
import type { Key } from './controller.ts';

/** Keys of one rank. `order` iterates over them and continues behind taken keys: a new iteration would pass all of their places. */
interface RankedKeys {
  readonly causes: Map<Key, Cause>;
  readonly order: Iterator<[Key, Cause]>;
}

/** Ready keys of a queue: the highest rank first, and first in, first out within a rank. */
export class ReadyKeys {
  readonly #ranks = new Map<Key, number>();
  readonly #keys = new Map<number, RankedKeys>();

  get size(): number {
    return this.#ranks.size;
  }

  /** Returns the cause of a ready key. */
  causeOf(key: Key): Cause | undefined {
    const rank = this.#ranks.get(key);
    return rank === undefined ? undefined : this.#keys.get(rank)?.causes.get(key);
  }

  /** Adds a key, or sets the cause of a ready key, which keeps its place. */
  set(key: Key, cause: Cause, rank: number): void {
    const place = this.#ranks.get(key) ?? rank;
    this.#ranks.set(key, place);
    const keys = this.#keys.get(place);
    if (keys !== undefined) keys.causes.set(key, cause);
    else this.#keys.set(place, rankedKeys(key, cause));
  }

  /** Removes and returns the first key. */
  shift(): [Key, Cause] | undefined {
    if (this.#ranks.size === 0) return undefined;
    const rank = Math.max(...this.#keys.keys());
    const keys = this.#keys.get(rank) as RankedKeys;
    const first = keys.order.next().value as [Key, Cause];
    keys.causes.delete(first[0]);
    this.#ranks.delete(first[0]);
    if (keys.causes.size === 0) this.#keys.delete(rank);
    return first;
  }
}

function rankedKeys(key: Key, cause: Cause): RankedKeys {
  const causes = new Map([[key, cause]]);
  return { causes, order: causes.entries() };
}
