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
  /**
   * Lets time pass requests of the bus whose answers need lab time, for example those of webhooks. The bus of a lab ends their holds after 2 s
   * of host time; here they end after a number of turns without other holds.
   */
  readonly requestsMayWait?: boolean;
}

/** More turns than this in one instant mean that something holds on for ever, or that two writers undo each other without end. */
const TURNS_MAX = 3_000;
/** Turns in which nothing but requests holds. Work of an answer needs far fewer. */
const WAITING_TURNS = 50;
const REQUEST = 'bus-request';
/** More jumps than this to one instant mean that a timer and its work set each other without delay. */
const JUMPS_PER_INSTANT_MAX = 10_000;

/** Lets lab time pass: whenever the whole cluster is at rest the clock jumps to the next deadline. The host's time plays no part. */
export class VirtualTime {
  readonly #options: VirtualTimeOptions;
  #jumpsHere = 0;
  #jumps = 0;
  #epoch = 0;

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
    const { activity, turn, check, requestsMayWait = false } = this.#options;
    let waiting = 0;
    for (let turns = 0; turns < TURNS_MAX; turns++) {
      await turn();
      check();
      const { idle, reasons, epoch } = activity.state();
      if (idle) return;
      const isWaiting = requestsMayWait && reasons.size === 1 && reasons.has(REQUEST) && epoch === this.#epoch;
      this.#epoch = epoch;
      waiting = isWaiting ? waiting + 1 : 0;
      if (waiting === WAITING_TURNS) return;
    }
    throw new Violation('the-cluster-comes-to-rest', `still held by ${[...activity.state().reasons.keys()].join(', ')}`);
  }
}
