import { amountAt, firstAbove, type Life, type RunningUse, steadyUse, timeAbove, usedBetween } from '@klockwork/images';
import type { Cancel, Clock, LabTime } from '@klockwork/kernel';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';
import type { ProcessUse } from '@klockwork/userland';
import { BusyTime } from './busy-time.ts';

/** Described resource use of a container, and measured use of its commands. */
export interface ContainerUseParts {
  readonly clock: Clock;
  readonly limits: ResourceLimits;
  /** Called when program memory exceeds the limit. */
  outOfMemory(): void;
}

/** Use of one process. */
interface OwnUse extends RunningUse {
  readonly pid: number;
}

/** Time in which programs and limit stay the same, and the use until its begin. */
interface Period {
  readonly at: LabTime;
  /** Millicores times ms. */
  readonly used: number;
  readonly throttledMs: number;
  readonly cpu: readonly OwnUse[];
  readonly limit: number;
}

/** Base memory of any process. */
const PROCESS_BYTES = 512 * 1_024;
/** Averaging window of processor use, as in metrics-server. */
const WINDOW_MS = 15_000;
const NANO_PER_MILLI = 1_000_000;

/** Resource use of one container, computed on demand from descriptions of its running programs. */
export class ContainerUse {
  readonly busy = new BusyTime();
  readonly #parts: ContainerUseParts;
  readonly #startedAt: LabTime;
  #limits: ResourceLimits;
  #memory: readonly OwnUse[] = [];
  /** Bytes of tmpfs contents. */
  #stored = 0;
  /** Processes beyond the first; program memory is attributed to the first. */
  #children = 0;
  #cancel: Cancel | undefined;
  #stopped = false;
  /** Periods of the averaging window, in order; the last one is the present. */
  #periods: readonly Period[];

  constructor(parts: ContainerUseParts) {
    this.#parts = parts;
    this.#limits = parts.limits;
    this.#startedAt = parts.clock.now();
    this.#periods = [{ at: this.#startedAt, used: 0, throttledMs: 0, cpu: [], limit: this.#limit }];
  }

  /** Starts a program's described use for a process; returns its end function. */
  begin(pid: number, { cpu, memory }: Life): () => void {
    const since = this.#parts.clock.now();
    const cpuUse = cpu && { use: cpu, since, pid };
    const memoryUse = memory && { use: memory, since, pid };
    if (cpuUse === undefined && memoryUse === undefined) return () => {};
    this.#change(cpuUse ? [...this.#cpu, cpuUse] : this.#cpu, [...this.#memory, ...(memoryUse ? [memoryUse] : [])]);
    return () => {
      this.#change(
        cpuUse ? this.#cpu.filter((use) => use !== cpuUse) : this.#cpu,
        this.#memory.filter((use) => use !== memoryUse),
      );
    };
  }

  /** Changes limits immediately. */
  limit(limits: ResourceLimits): void {
    this.#limits = limits;
    this.#change(this.#cpu, this.#memory);
  }

  /** Stops watching the memory limit after the container's exit. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Files take so many bytes more of its memory, or fewer. */
  store(bytes: number): void {
    this.#stored += bytes;
    this.#watch();
  }

  processes(count: number): void {
    this.#children = Math.max(0, count - 1);
    if (this.#limits.memoryBytes !== undefined) this.#watch();
  }

  /** Current memory of `processes` processes, their programs and tmpfs contents, bytes. */
  memoryBytes(processes: number): number {
    return Math.round(amountAt(this.#memory, this.#parts.clock.now())) + processes * PROCESS_BYTES + this.#stored;
  }

  /** Use of one process. Throttling reduces all processes proportionally. */
  of({ pid, startedAt, busyMs }: { readonly pid: number; readonly startedAt: LabTime; readonly busyMs: number }): ProcessUse {
    const now = this.#parts.clock.now();
    const from = Math.max(startedAt, now - WINDOW_MS);
    const own = this.#cpu.filter((use) => use.pid === pid);
    const recent = this.#share(own, from, now) + this.busy.between(from, now, pid) * 1_000;
    return {
      cpuMilli: now === from ? 0 : recent / (now - from),
      cpuMs: this.#share(own, startedAt, now) / 1_000 + busyMs,
      memoryBytes:
        Math.round(
          amountAt(
            this.#memory.filter((use) => use.pid === pid),
            now,
          ),
        ) + PROCESS_BYTES,
    };
  }

  /** Processor use: average of the last 15 s in nanocores, total since start in ns, and throttled time. */
  get processor(): { readonly nanoCores: number; readonly coreNanoSeconds: number; readonly throttledMs: number } {
    const now = this.#parts.clock.now();
    const from = Math.max(this.#startedAt, now - WINDOW_MS);
    const { used, throttledMs } = this.#until(now);
    const recent = used - this.#until(from).used + this.busy.between(from, now) * 1_000;
    const isNew = now === from;
    const milli = isNew ? Math.min(amountAt(this.#cpu, now), this.#limit) : recent / (now - from);
    return {
      nanoCores: Math.round(milli * NANO_PER_MILLI),
      coreNanoSeconds: Math.round(used * 1_000 + this.busy.totalMs * NANO_PER_MILLI),
      throttledMs: Math.round(throttledMs),
    };
  }

  get limits(): ResourceLimits {
    return this.#limits;
  }

  /** Processor limit, millicores. */
  get cpuMilli(): number | undefined {
    return this.#limits.cpuMilli;
  }

  /** Tmpfs contents as a use: of their writing process, and of all others. */
  get #files(): readonly RunningUse[] {
    const bytes = this.#stored + this.#children * PROCESS_BYTES;
    return bytes === 0 ? [] : [{ use: steadyUse(bytes + PROCESS_BYTES), since: this.#startedAt }];
  }

  get #cpu(): readonly OwnUse[] {
    return (this.#periods.at(-1) as Period).cpu;
  }

  get #limit(): number {
    return this.cpuMilli ?? Number.POSITIVE_INFINITY;
  }

  /** Sums some uses between two instants, in millicores times ms. */
  #share(own: readonly OwnUse[], from: LabTime, to: LabTime): number {
    if (own.length === 0) return 0;
    const wanted = usedBetween(this.#cpu, from, to, Number.POSITIVE_INFINITY);
    if (wanted === 0) return 0;
    return (usedBetween(own, from, to, Number.POSITIVE_INFINITY) * usedBetween(this.#cpu, from, to, this.#limit)) / wanted;
  }

  /** Sums the use from the start until an instant of the window. */
  #until(now: LabTime): { at: LabTime; used: number; throttledMs: number } {
    const { at, used, throttledMs, cpu, limit } = this.#periods.findLast((period) => period.at <= now) as Period;
    return {
      at: now,
      used: used + usedBetween(cpu, at, now, limit),
      throttledMs: throttledMs + timeAbove(cpu, at, now, limit),
    };
  }

  #change(cpu: readonly OwnUse[], memory: readonly OwnUse[]): void {
    this.#memory = memory;
    if (cpu !== this.#cpu || this.#periods.at(-1)?.limit !== this.#limit) this.#beginPeriod(cpu);
    this.#watch();
  }

  #beginPeriod(cpu: readonly OwnUse[]): void {
    const now = this.#parts.clock.now();
    const next = { ...this.#until(now), cpu, limit: this.#limit };
    const first = this.#periods.findLastIndex(({ at }) => at <= now - WINDOW_MS);
    this.#periods = [...this.#periods.slice(Math.max(first, 0)).filter(({ at }) => at < now), next];
  }

  /** Schedules the out-of-memory callback. */
  #watch(): void {
    const { clock } = this.#parts;
    const { memoryBytes } = this.#limits;
    this.#cancel?.();
    const isWatched = memoryBytes !== undefined && !this.#stopped;
    const at = isWatched ? firstAbove([...this.#memory, ...this.#files], memoryBytes, clock.now()) : undefined;
    if (at !== undefined) this.#cancel = clock.at(at, { name: 'container-out-of-memory' }, () => this.#parts.outOfMemory());
  }
}
