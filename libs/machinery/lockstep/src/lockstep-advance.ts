import { assert, type LabTime } from '@klockwork/kernel';
import type { AdvanceOutcome, AdvanceProgress } from './clock-state.ts';
import type { Advance, AdvanceCommand } from './coordinator.ts';

/** Present state of the lab, for the progress of an advance. */
interface LabState {
  readonly now: LabTime;
  readonly hostNow: number;
  readonly blockedBy: readonly string[];
}

/** Parts of an advance. `from` is its start in lab time; `onStop` is called at the first request to stop. */
interface LockstepAdvanceOptions {
  readonly command: AdvanceCommand;
  readonly from: LabTime;
  readonly lab: () => LabState;
  readonly onStop: () => void;
}

/** Time that a stopping advance waits for the next idle instant, in ms of host time. */
const STOP_MS = 200;

/** State of one advance, independent of the members: counts, start, end and outcome. */
export class LockstepAdvance implements Advance {
  readonly command: AdvanceCommand;
  readonly done: Promise<AdvanceOutcome>;
  /** The last jump fired a work timer. */
  stepped = false;
  /** Lab time and host time at which pacing starts. */
  paced: { readonly labAt: LabTime; readonly hostAt: number };
  #stopBy: number | undefined;
  #jumps = 0;
  readonly #leftBehind = new Set<string>();
  readonly #fired: Record<string, number> = {};
  readonly #from: LabTime;
  readonly #startedAt: number;
  readonly #lab: () => LabState;
  readonly #onStop: () => void;
  #resolve: ((outcome: AdvanceOutcome) => void) | undefined;
  /** Progress at the end; undefined before. */
  #last: AdvanceProgress | undefined;

  constructor({ command, from, lab, onStop }: LockstepAdvanceOptions) {
    this.command = command;
    this.#from = from;
    this.#lab = lab;
    this.#onStop = onStop;
    this.#startedAt = lab().hostNow;
    this.paced = { labAt: from, hostAt: this.#startedAt };
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Deadline in host time for an advance that should stop; undefined before a stop request. */
  get stopBy(): number | undefined {
    return this.#stopBy;
  }

  /** False if the bound is the present instant: the advance waits there for idle processes. */
  get movesTime(): boolean {
    return this.command.until > this.#from;
  }

  get jumps(): number {
    return this.#jumps;
  }

  stop(): void {
    if (this.#last !== undefined || this.#stopBy !== undefined) return;
    this.#stopBy = this.#lab().hostNow + STOP_MS;
    this.#onStop();
  }

  progress(): AdvanceProgress {
    if (this.#last !== undefined) return this.#last;
    const { now, hostNow, blockedBy } = this.#lab();
    return {
      from: this.#from,
      to: this.command.until,
      now,
      jumps: this.#jumps,
      fired: { ...this.#fired },
      hostMs: hostNow - this.#startedAt,
      blockedBy,
      ...(this.#leftBehind.size > 0 && { leftBehind: [...this.#leftBehind].sort() }),
    };
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

  end(outcome: AdvanceOutcome): void {
    assert(this.#last === undefined, 'an advance ends once');
    this.#last = this.progress();
    this.#resolve?.(outcome);
  }
}
