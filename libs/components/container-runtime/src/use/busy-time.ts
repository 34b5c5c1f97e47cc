import type { LabTime } from '@klockwork/kernel';

/** How far back one can ask, in ms. */
const KEPT_MS = 60_000;

/** A stretch of time in which a processor was used. */
interface Stretch {
  readonly pid: number;
  readonly from: LabTime;
  to: LabTime;
  cpuMs: number;
}

/** When commands used the processor: stretches that follow each other are one. */
export class BusyTime {
  #stretches: Stretch[] = [];
  #total = 0;

  /** All that was ever used, in ms of one processor. */
  get totalMs(): number {
    return this.#total;
  }

  /** From `from` to `to` a process used so much. Stretches come in the order of time. */
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

  /** What was used, by one process if said, between two instants of the last minute; a stretch counts by the part that lies between. */
  between(from: LabTime, to: LabTime, pid?: number): number {
    return this.#stretches.reduce((sum, stretch) => {
      if (pid !== undefined && stretch.pid !== pid) return sum;
      const shared = Math.min(to, stretch.to) - Math.max(from, stretch.from);
      return shared > 0 ? sum + (stretch.cpuMs * shared) / (stretch.to - stretch.from) : sum;
    }, 0);
  }
}
