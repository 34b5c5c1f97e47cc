import { BinaryHeap } from './binary-heap.ts';
import type { Cancel, LabTime, TimerName } from './clock.ts';

/** One pending timer. */
export interface Timer {
  readonly at: LabTime;
  readonly timer: TimerName;
  readonly fire: () => void;
}

type Entry = Omit<Timer, 'fire'> & { readonly sequence: number; fire: Timer['fire'] | undefined };

/**
 * Pending timers by (deadline, order of setting). Setting, taking and taking back are O(log n), and so is asking for the next, and for
 * the next that is work: those have a heap of their own.
 */
export class TimerHeap {
  readonly #all = new EntryHeap();
  readonly #work = new EntryHeap();
  #sequence = 0;

  add(at: LabTime, timer: TimerName, fire: () => void): Cancel {
    const entry: Entry = { at, timer, fire, sequence: this.#sequence++ };
    this.#all.add(entry);
    if (isWork(entry)) this.#work.add(entry);
    return () => this.#end(entry);
  }

  /** Takes the first timer due at or before `at`. */
  takeDue(at: LabTime): Timer | undefined {
    const top = this.#all.first();
    if (top?.fire === undefined || top.at > at) return undefined;
    const due = { at: top.at, timer: top.timer, fire: top.fire };
    this.#end(top);
    return due;
  }

  next(): { at: LabTime | null; work: LabTime | null } {
    return { at: this.nextAt(), work: this.#work.first()?.at ?? null };
  }

  /** The least deadline alone, without looking for work. */
  nextAt(): LabTime | null {
    return this.#all.first()?.at ?? null;
  }

  /** The nearest first, `limit` at most, in O(limit log limit). */
  list(limit = Number.POSITIVE_INFINITY): { at: LabTime; timer: TimerName }[] {
    return this.#all.nearest(limit).map(({ at, timer }) => ({ at, timer }));
  }

  #end(entry: Entry): void {
    if (entry.fire === undefined) return;
    // Whatever it holds is let go of at once, however long its entry stays.
    entry.fire = undefined;
    this.#all.ended();
    if (isWork(entry)) this.#work.ended();
  }
}

/** Entries that ended stay until they come to the top or are more than half of all: finding one in the middle would cost O(n). */
class EntryHeap {
  readonly #entries = new BinaryHeap<Entry>(isBefore);
  #ended = 0;

  add(entry: Entry): void {
    this.#entries.add(entry);
  }

  first(): Entry | undefined {
    for (let top = this.#entries.at(0); top !== undefined; top = this.#entries.at(0)) {
      if (top.fire !== undefined) return top;
      this.#entries.take();
      this.#ended -= 1;
    }
    return undefined;
  }

  /** One of its entries ended. Keeps the heap within twice its live size, whatever is set and taken back. */
  ended(): void {
    this.#ended += 1;
    if (this.#ended <= 64 || this.#ended * 2 <= this.#entries.size) return;
    this.#entries.keep(({ fire }) => fire !== undefined);
    this.#ended = 0;
  }

  /** Walks the tree from the top: of the places seen so far, the least is next, and opens the two below it. */
  nearest(limit: number): Entry[] {
    const found: Entry[] = [];
    const seen = new BinaryHeap<{ entry: Entry; place: number }>((a, b) => isBefore(a.entry, b.entry));
    const see = (place: number) => {
      const entry = this.#entries.at(place);
      if (entry !== undefined) seen.add({ entry, place });
    };
    see(0);
    for (let least = seen.take(); least !== undefined && found.length < limit; least = seen.take()) {
      if (least.entry.fire !== undefined) found.push(least.entry);
      see(2 * least.place + 1);
      see(2 * least.place + 2);
    }
    return found;
  }
}

function isWork({ timer }: Entry): boolean {
  return timer.upkeep === undefined;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
