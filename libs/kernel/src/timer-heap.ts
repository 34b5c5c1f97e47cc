import { BinaryHeap } from './binary-heap.ts';
import type { Cancel, LabTime, TimerName } from './clock.ts';

/** Pending timer. */
export interface Timer {
  readonly at: LabTime;
  readonly timer: TimerName;
  readonly fire: () => void;
}

type Entry = Omit<Timer, 'fire'> & { readonly sequence: number; fire: Timer['fire'] | undefined };

/**
 * Pending timers by (deadline, order of setting). Set, take and cancel cost O(log n), and so do queries for the next timer and for the next
 * work timer, which have separate heaps.
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

  /** Removes and returns the first timer due at or before `at`. */
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

  /** Returns the least deadline of all timers. */
  nextAt(): LabTime | null {
    return this.#all.first()?.at ?? null;
  }

  /** Returns at most `limit` timers, nearest first, in O(limit log limit). */
  list(limit = Number.POSITIVE_INFINITY): { at: LabTime; timer: TimerName }[] {
    return this.#all.nearest(limit).map(({ at, timer }) => ({ at, timer }));
  }

  #end(entry: Entry): void {
    if (entry.fire === undefined) return;
    // Releases captured objects at once, even if the entry stays longer.
    entry.fire = undefined;
    this.#all.ended();
    if (isWork(entry)) this.#work.ended();
  }
}

/** Entries of ended timers stay until they reach the top, or exceed half of all: removal from the middle would cost O(n). */
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

  /** Counts an ended entry. The heap never exceeds twice its live size. */
  ended(): void {
    this.#ended += 1;
    if (this.#ended <= 64 || this.#ended * 2 <= this.#entries.size) return;
    this.#entries.keep(({ fire }) => fire !== undefined);
    this.#ended = 0;
  }

  /** Walks the tree from the top: the least visited position is next, and adds its two children. */
  nearest(limit: number): Entry[] {
    const entries: Entry[] = [];
    const heap = new BinaryHeap<{ entry: Entry; place: number }>((a, b) => isBefore(a.entry, b.entry));
    const see = (place: number) => {
      const entry = this.#entries.at(place);
      if (entry !== undefined) heap.add({ entry, place });
    };
    see(0);
    for (let least = heap.take(); least !== undefined && entries.length < limit; least = heap.take()) {
      if (least.entry.fire !== undefined) entries.push(least.entry);
      see(2 * least.place + 1);
      see(2 * least.place + 2);
    }
    return entries;
  }
}

function isWork({ timer }: Entry): boolean {
  return timer.upkeep === undefined;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
