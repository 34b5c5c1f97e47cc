import type { Activity, LabTime, ManualClock } from '@klockwork/kernel';
import { Violation } from './violation.ts';

/** Dependencies of virtual time. */
export interface VirtualTimeOptions {
  readonly clock: ManualClock;
  readonly activity: Activity;
  /** Resolves on the host's next turn, after all due callbacks: setImmediate on Node.js. */
  turn(): Promise<void>;
  /** Throws when the run must end now. Called after every turn. */
  check(): void;
}

/** More turns than this in one instant mean that something holds on for ever, or that two writers undo each other without end. */
const TURNS_MAX = 3_000;
/** More jumps than this to one instant mean that a timer and its work set each other without delay. */
const JUMPS_PER_INSTANT_MAX = 10_000;

/** Lets lab time pass: whenever the whole cluster is at rest the clock jumps to the next deadline. The host's time plays no part. */
export class VirtualTime {
  readonly #options: VirtualTimeOptions;
  #jumpsHere = 0;
  #jumps = 0;

  constructor(options: VirtualTimeOptions) {
    this.#options = options;
  }

  /** Number of clock jumps to a due timer. */
  get jumps(): number {
    return this.#jumps;
  }

  /** Runs until `done`, at most to `until`; returns the value of `done`. */
  async run(until: LabTime, done: () => boolean): Promise<boolean> {
    for (;;) {
      await this.#rest();
      if (done()) return true;
      if (!this.#jump(until)) return false;
    }
  }

  /** Jumps to the next deadline, at most `until`. Returns false once nothing is due before `until`. */
  #jump(until: LabTime): boolean {
    const { clock } = this.#options;
    const next = clock.nextAt();
    if (next === null || next > until) {
      clock.advanceTo(until);
      return false;
    }
    if (next > clock.now()) this.#jumps += 1;
    this.#jumpsHere = next > clock.now() ? 0 : this.#jumpsHere + 1;
    if (this.#jumpsHere > JUMPS_PER_INSTANT_MAX) throw new Violation('time-passes', `timers without end at ${clock.now()}`);
    clock.advanceTo(next);
    return true;
  }

  /** Resolves once the cluster is idle: remaining work waits for the clock. */
  async #rest(): Promise<void> {
    const { activity, turn, check } = this.#options;
    for (let turns = 0; turns < TURNS_MAX; turns++) {
      await turn();
      check();
      if (activity.state().idle) return;
    }
    throw new Violation('the-cluster-comes-to-rest', `still held by ${[...activity.state().reasons.keys()].join(', ')}`);
  }
}
