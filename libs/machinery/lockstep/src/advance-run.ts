import { assert, type LabTime } from '@klockwork/kernel';
import type { AdvanceOutcome, AdvanceProgress, AdvanceResult } from './clock-state.ts';
import type { AdvanceCommand } from './coordinator.ts';

/** State of one advance, independent of the members: counts, start, end and result. */
export class AdvanceRun {
  readonly command: AdvanceCommand;
  readonly done: Promise<AdvanceResult>;
  /** Deadline in host time for an advance that should stop; undefined before a stop request. */
  stopBy: number | undefined;
  /** The last jump fired a work timer. */
  stepped = false;
  /** Lab time and host time at which pacing starts. */
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

  /** Records a process that did not answer, without which time advances. */
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
