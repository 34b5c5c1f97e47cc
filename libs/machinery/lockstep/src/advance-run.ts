import { assert, type LabTime } from '@klockwork/kernel';
import type { AdvanceOutcome, AdvanceProgress, AdvanceResult } from './clock-state.ts';
import type { AdvanceCommand } from './coordinator.ts';

/** One advance from its command to its end, as far as it can be told without the cluster. */
export class AdvanceRun {
  readonly command: AdvanceCommand;
  readonly done: Promise<AdvanceResult>;
  /** Host time by which it ends even if the cluster does not come to rest; undefined while nobody wants it to end. */
  stopBy: number | undefined;
  /** The last jump fired a work timer. */
  stepped = false;
  /** Where and when its first jump may begin. */
  paced: { readonly labAt: LabTime; readonly hostAt: number };
  #jumps = 0;
  readonly #leftBehind = new Set<string>();
  readonly #fired: Record<string, number> = {};
  readonly #from: LabTime;
  readonly #startedAt: number;
  #resolve: ((result: AdvanceResult) => void) | undefined;
  #result: AdvanceResult | undefined;

  constructor(command: AdvanceCommand, now: LabTime, hostNow: number) {
    this.command = command;
    this.#from = now;
    this.#startedAt = hostNow;
    this.paced = { labAt: now, hostAt: hostNow };
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get result(): AdvanceResult | undefined {
    return this.#result;
  }

  get jumps(): number {
    return this.#jumps;
  }

  jumped(firesWork: boolean): void {
    this.#jumps += 1;
    this.stepped = firesWork;
  }

  fired(counts: Readonly<Record<string, number>> | undefined): void {
    for (const name in counts) this.#fired[name] = (this.#fired[name] ?? 0) + (counts[name] ?? 0);
  }

  /** Advances time without a process that does not answer. */
  leave(process: string): void {
    this.#leftBehind.add(process);
  }

  progress(now: LabTime, hostNow: number, blockedBy: readonly string[]): AdvanceProgress {
    const fired = { ...this.#fired };
    const leftBehind = this.#leftBehind.size > 0 ? { leftBehind: [...this.#leftBehind].sort() } : {};
    return {
      from: this.#from,
      to: this.command.until,
      now,
      jumps: this.#jumps,
      fired,
      hostMs: hostNow - this.#startedAt,
      blockedBy,
      ...leftBehind,
    };
  }

  end(outcome: AdvanceOutcome, progress: AdvanceProgress): void {
    assert(this.#result === undefined, 'an advance ends once');
    this.#result = { ...progress, outcome };
    this.#resolve?.(this.#result);
  }
}
