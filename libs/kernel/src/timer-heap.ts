import type { Cancel, LabTime, TimerName } from './clock.ts';

/** One pending timer. */
export interface Timer {
  readonly at: LabTime;
  readonly timer: TimerName;
  readonly fire: () => void;
}

type Entry = Timer & { readonly sequence: number; cancelled: boolean };

/** Pending timers by (deadline, order of setting). Cancelled ones are dropped when they come to the top. */
export class TimerHeap {
  readonly #all: Entry[] = [];
  #sequence = 0;
  #cancelled = 0;

  add(at: LabTime, timer: TimerName, fire: () => void): Cancel {
    const entry: Entry = { at, timer, fire, sequence: this.#sequence++, cancelled: false };
    this.#all.push(entry);
    this.#up(this.#all.length - 1);
    return () => this.#cancel(entry);
  }

  /** Takes the first timer due at or before `at`. */
  takeDue(at: LabTime): Timer | undefined {
    const top = this.#peek();
    if (top === undefined || top.at > at) return undefined;
    this.#pop();
    top.cancelled = true;
    return top;
  }

  next(): { at: LabTime | null; work: LabTime | null } {
    const at = this.#peek()?.at ?? null;
    let work: LabTime | null = null;
    for (const entry of this.#all) {
      if (!entry.cancelled && entry.timer.upkeep === undefined && (work === null || entry.at < work)) work = entry.at;
    }
    return { at, work };
  }

  /** The least deadline alone, without looking for work. */
  nextAt(): LabTime | null {
    return this.#peek()?.at ?? null;
  }

  list(): { at: LabTime; timer: TimerName }[] {
    return this.#all
      .filter((entry) => !entry.cancelled)
      .sort(byDeadline)
      .map(({ at, timer }) => ({ at, timer }));
  }

  #cancel(entry: Entry): void {
    if (entry.cancelled) return;
    entry.cancelled = true;
    this.#cancelled += 1;
    // Keep the heap within twice its live size, whatever is set and taken back.
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#all.length) this.#compact();
  }

  #compact(): void {
    const live = this.#all.filter((entry) => !entry.cancelled).sort(byDeadline);
    this.#all.splice(0, this.#all.length, ...live);
    this.#cancelled = 0;
  }

  #peek(): Entry | undefined {
    for (let top = this.#all[0]; top !== undefined; top = this.#all[0]) {
      if (!top.cancelled) return top;
      this.#pop();
      this.#cancelled -= 1;
    }
    return undefined;
  }

  #pop(): void {
    const last = this.#all.pop();
    if (last === undefined || this.#all.length === 0) return;
    this.#all[0] = last;
    this.#down(0);
  }

  #up(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #down(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < this.#all.length && this.#before(left, least)) least = left;
      if (right < this.#all.length && this.#before(right, least)) least = right;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(a: number, b: number): boolean {
    return byDeadline(this.#all[a] as Entry, this.#all[b] as Entry) < 0;
  }

  #swap(a: number, b: number): void {
    const held = this.#all[a] as Entry;
    this.#all[a] = this.#all[b] as Entry;
    this.#all[b] = held;
  }
}

function byDeadline(a: Entry, b: Entry): number {
  return a.at - b.at || a.sequence - b.sequence;
}
