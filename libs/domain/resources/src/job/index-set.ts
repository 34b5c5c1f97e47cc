/** Contiguous indexes, both ends included. */
interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Set of completion indexes of an Indexed Job, as ordered intervals. Models `orderedIntervals` of pkg/controller/job. */
export class IndexSet {
  readonly #intervals: readonly Interval[];

  private constructor(intervals: readonly Interval[]) {
    this.#intervals = intervals;
  }

  /** Returns the set of indexes in any order. */
  static of(indexes: Iterable<number>): IndexSet {
    return new IndexSet(joined([...indexes].map((index) => ({ first: index, last: index }))));
  }

  /** Parses `0,2-4` of a status. Skips invalid indexes and those not below `completions`. */
  static parse(text: string | undefined, completions: number): IndexSet {
    const intervals = (text ?? '').split(',').flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split('-').map(wholeNumber);
      return first <= last && first < completions ? [{ first, last: Math.min(last, completions - 1) }] : [];
    });
    return new IndexSet(joined(intervals));
  }

  /** How many indexes. */
  get size(): number {
    return this.#intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  has(index: number): boolean {
    return this.#intervals.some(({ first, last }) => first <= index && index <= last);
  }

  /** Returns the union with `other`. */
  union(other: IndexSet): IndexSet {
    return new IndexSet(joined([...this.#intervals, ...other.#intervals]));
  }

  /** Returns the number of indexes shared with `other`. */
  shared(other: IndexSet): number {
    return this.size + other.size - this.union(other).size;
  }

  /** Returns the lowest `count` absent indexes below `completions`, sorted. */
  missing(count: number, completions: number): number[] {
    const indexes: number[] = [];
    let next = 0;
    for (const { first, last } of [...this.#intervals, { first: completions, last: completions }]) {
      while (next < Math.min(first, completions) && indexes.length < count) indexes.push(next++);
      next = Math.max(next, last + 1);
    }
    return indexes;
  }

  /** Formats `0,2-4`; two neighbours are listed separately. */
  toString(): string {
    return this.#intervals
      .map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
      .join(',');
  }
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function joined(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const next of intervals.toSorted((a, b) => a.first - b.first)) {
    const previous = result.at(-1);
    if (previous === undefined || next.first > previous.last + 1) result.push(next);
    else result[result.length - 1] = { first: previous.first, last: Math.max(previous.last, next.last) };
  }
  return result;
}
