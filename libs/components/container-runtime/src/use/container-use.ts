import { amountAt, firstAbove, type Life, type RunningUse, steadyUse, timeAbove, usedBetween } from '@klockwork/images';
import type { Cancel, Clock, LabTime } from '@klockwork/kernel';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';
import type { ProcessUse } from '@klockwork/userland';
import { BusyTime } from './busy-time.ts';

/** What a container is said to use, and what its commands really took. */
export interface ContainerUseParts {
  readonly clock: Clock;
  readonly limits: ResourceLimits;
  /** The memory of its programs is above its limit from this instant on. */
  outOfMemory(): void;
}

/** A use, and whose it is. */
interface OwnUse extends RunningUse {
  readonly pid: number;
}

/** What any process has in memory beside what its program is said to have. */
const PROCESS_BYTES = 512 * 1_024;
/** Over so many ms the present use of the processor is an average, as metrics-server takes it. */
const WINDOW_MS = 15_000;
const NANO_PER_MILLI = 1_000_000;

/** How much of the node one container uses: computed from the descriptions of what runs in it, at the instant that is asked for. */
export class ContainerUse {
  readonly busy = new BusyTime();
  readonly #parts: ContainerUseParts;
  readonly #startedAt: LabTime;
  #limits: ResourceLimits;
  #cpu: readonly OwnUse[] = [];
  #memory: readonly OwnUse[] = [];
  /** Bytes of files that are in memory alone. */
  #stored = 0;
  /** Processes beside the first one, whose memory its program is said to have. */
  #children = 0;
  #cancel: Cancel | undefined;
  #stopped = false;
  /** What ended uses took, in thousandths of a processor times ms. */
  #settled = { at: 0, used: 0, throttledMs: 0 };

  constructor(parts: ContainerUseParts) {
    this.#parts = parts;
    this.#limits = parts.limits;
    this.#startedAt = parts.clock.now();
    this.#settled.at = this.#startedAt;
  }

  /** A process runs a program from now on; gives what is to be called when that has ended. */
  begin(pid: number, { cpu, memory }: Life): () => void {
    const since = this.#parts.clock.now();
    const cpuUse = cpu && { use: cpu, since, pid };
    const memoryUse = memory && { use: memory, since, pid };
    if (cpuUse === undefined && memoryUse === undefined) return () => {};
    this.#change([...this.#cpu, ...(cpuUse ? [cpuUse] : [])], [...this.#memory, ...(memoryUse ? [memoryUse] : [])]);
    return () => {
      this.#change(
        this.#cpu.filter((use) => use !== cpuUse),
        this.#memory.filter((use) => use !== memoryUse),
      );
    };
  }

  /** It is held to other limits from now on. */
  limit(limits: ResourceLimits): void {
    this.#settled = this.#until(this.#parts.clock.now());
    this.#limits = limits;
    this.#change(this.#cpu, this.#memory);
  }

  /** The container has ended: nothing is watched any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Files take so many bytes more of its memory, or fewer. */
  store(bytes: number): void {
    this.#stored += bytes;
    this.#watch();
  }

  /** Sets the number of the container's processes. */
  processes(count: number): void {
    this.#children = Math.max(0, count - 1);
    if (this.#limits.memoryBytes !== undefined) this.#watch();
  }

  /** What so many processes have in memory just now, with their programs and the files that are there alone, in bytes. */
  memoryBytes(processes: number): number {
    return Math.round(amountAt(this.#memory, this.#parts.clock.now())) + processes * PROCESS_BYTES + this.#stored;
  }

  /** What one of its processes uses. What the container may not have is taken from all alike. */
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

  /** The processor: an average of the last 15 s in billionths of one, all since the start in ns, and how long it was throttled. */
  get processor(): { readonly nanoCores: number; readonly coreNanoSeconds: number; readonly throttledMs: number } {
    const now = this.#parts.clock.now();
    const from = Math.max(this.#startedAt, now - WINDOW_MS);
    const { used, throttledMs } = this.#until(now);
    const recent = usedBetween(this.#cpu, from, now, this.#limit) + this.busy.between(from, now) * 1_000;
    const isNew = now === from;
    const milli = isNew ? Math.min(amountAt(this.#cpu, now), this.#limit) : recent / (now - from);
    return {
      nanoCores: Math.round(milli * NANO_PER_MILLI),
      coreNanoSeconds: Math.round(used * 1_000 + this.busy.totalMs * NANO_PER_MILLI),
      throttledMs: Math.round(throttledMs),
    };
  }

  /** What it may use at most. */
  get limits(): ResourceLimits {
    return this.#limits;
  }

  /** Thousandths of a processor that it may have at most. */
  get cpuMilli(): number | undefined {
    return this.#limits.cpuMilli;
  }

  /** Files that are in memory alone, the process that has them there, and all others. */
  get #files(): readonly RunningUse[] {
    const bytes = this.#stored + this.#children * PROCESS_BYTES;
    return bytes === 0 ? [] : [{ use: steadyUse(bytes + PROCESS_BYTES), since: this.#startedAt }];
  }

  get #limit(): number {
    return this.cpuMilli ?? Number.POSITIVE_INFINITY;
  }

  /** What some of the uses took between two instants, in thousandths of a processor times ms. */
  #share(own: readonly OwnUse[], from: LabTime, to: LabTime): number {
    if (own.length === 0) return 0;
    const wanted = usedBetween(this.#cpu, from, to, Number.POSITIVE_INFINITY);
    if (wanted === 0) return 0;
    return (usedBetween(own, from, to, Number.POSITIVE_INFINITY) * usedBetween(this.#cpu, from, to, this.#limit)) / wanted;
  }

  #until(now: LabTime): { at: LabTime; used: number; throttledMs: number } {
    const { at, used, throttledMs } = this.#settled;
    return {
      at: now,
      used: used + usedBetween(this.#cpu, at, now, this.#limit),
      throttledMs: throttledMs + timeAbove(this.#cpu, at, now, this.#limit),
    };
  }

  #change(cpu: readonly OwnUse[], memory: readonly OwnUse[]): void {
    this.#settled = this.#until(this.#parts.clock.now());
    this.#cpu = cpu;
    this.#memory = memory;
    this.#watch();
  }

  /** Sees to it that somebody is told when it has too much. */
  #watch(): void {
    const { clock } = this.#parts;
    const { memoryBytes } = this.#limits;
    this.#cancel?.();
    const isWatched = memoryBytes !== undefined && !this.#stopped;
    const at = isWatched ? firstAbove([...this.#memory, ...this.#files], memoryBytes, clock.now()) : undefined;
    if (at !== undefined) this.#cancel = clock.at(at, { name: 'container-out-of-memory' }, () => this.#parts.outOfMemory());
  }
}
