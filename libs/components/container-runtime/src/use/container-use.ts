import { amountAt, firstAbove, type Life, type RunningUse, timeAbove, usedBetween } from '@klockwork/images';
import type { Cancel, Clock, LabTime } from '@klockwork/kernel';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';
import { BusyTime } from './busy-time.ts';

/** What a container is said to use, and what its commands really took. */
export interface ContainerUseParts {
  readonly clock: Clock;
  readonly limits: ResourceLimits;
  /** The memory of its programs is above its limit from this instant on. */
  outOfMemory(): void;
}

/** Over so many ms the present use of the processor is an average, as metrics-server takes it. */
const WINDOW_MS = 15_000;
const NANO_PER_MILLI = 1_000_000;

/** How much of the node one container uses: computed from the descriptions of what runs in it, at the instant that is asked for. */
export class ContainerUse {
  readonly busy = new BusyTime();
  readonly #parts: ContainerUseParts;
  readonly #startedAt: LabTime;
  #limits: ResourceLimits;
  #cpu: readonly RunningUse[] = [];
  #memory: readonly RunningUse[] = [];
  #cancel: Cancel | undefined;
  /** What ended uses took, in thousandths of a processor times ms. */
  #settled = { at: 0, used: 0, throttledMs: 0 };

  constructor(parts: ContainerUseParts) {
    this.#parts = parts;
    this.#limits = parts.limits;
    this.#startedAt = parts.clock.now();
    this.#settled.at = this.#startedAt;
  }

  /** A program runs from now on; gives what is to be called when it has ended. */
  begin({ cpu, memory }: Life): () => void {
    const since = this.#parts.clock.now();
    const cpuUse = cpu && { use: cpu, since };
    const memoryUse = memory && { use: memory, since };
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
    this.#cancel?.();
  }

  /** What its programs have in memory just now, in bytes. */
  get memoryBytes(): number {
    return Math.round(amountAt(this.#memory, this.#parts.clock.now()));
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

  /** Thousandths of a processor that it may have at most. */
  get cpuMilli(): number | undefined {
    return this.#limits.cpuMilli;
  }

  get #limit(): number {
    return this.cpuMilli ?? Number.POSITIVE_INFINITY;
  }

  #until(now: LabTime): { at: LabTime; used: number; throttledMs: number } {
    const { at, used, throttledMs } = this.#settled;
    return {
      at: now,
      used: used + usedBetween(this.#cpu, at, now, this.#limit),
      throttledMs: throttledMs + timeAbove(this.#cpu, at, now, this.#limit),
    };
  }

  #change(cpu: readonly RunningUse[], memory: readonly RunningUse[]): void {
    const { clock } = this.#parts;
    const { memoryBytes } = this.#limits;
    this.#settled = this.#until(clock.now());
    this.#cpu = cpu;
    this.#memory = memory;
    this.#cancel?.();
    const at = memoryBytes === undefined ? undefined : firstAbove(memory, memoryBytes, clock.now());
    if (at !== undefined) this.#cancel = clock.at(at, { name: 'container-out-of-memory' }, () => this.#parts.outOfMemory());
  }
}
