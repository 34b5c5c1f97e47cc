import type { LabTime } from '@klockwork/kernel';

/** Retention of stretches, ms. */
const KEPT_MS = 60_000;

/** Interval of processor use. */
interface Stretch {
  readonly pid: number;
  readonly from: LabTime;
  to: LabTime;
  cpuMs: number;
}

/** Processor use over time; adjacent intervals are merged. */
export class BusyTime {
  #stretches: Stretch[] = [];
  #total = 0;

  /** Total processor ms. */
  get totalMs(): number {
    return this.#total;
  }

  /** Adds the use of a process from `from` to `to`. Intervals arrive in chronological order. */
  add(pid: number, from: LabTime, to: LabTime, cpuMs: number): void {
    this.#total += cpuMs;
    const last = this.#stretches.at(-1);
    if (last?.pid === pid && last.to === from && last.cpuMs / (last.to - last.from) === cpuMs / (to - from)) {
      last.to = to;
      last.cpuMs += cpuMs;
    } else {
      this.#stretches = this.#stretches.filter((stretch) => stretch.to > from - KEPT_MS);
      this.#stretches.push({ pid, from, to, cpuMs });
    }
  }

  /** Use between two instants of the last minute, optionally by one process; partly overlapping intervals count proportionally. */
  between(from: LabTime, to: LabTime, pid?: number): number {
    return this.#stretches.reduce((sum, stretch) => {
      if (pid !== undefined && stretch.pid !== pid) return sum;
      const shared = Math.min(to, stretch.to) - Math.max(from, stretch.from);
      return shared > 0 ? sum + (stretch.cpuMs * shared) / (stretch.to - stretch.from) : sum;
    }, 0);
  }
}
