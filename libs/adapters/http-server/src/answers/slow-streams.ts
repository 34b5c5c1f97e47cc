import type { Release } from '@klockwork/kernel';
import type { ServerMemory } from '../limits/server-memory.ts';

/** Number of slow streams that make memory scarce: from then on, each holds about 90 KiB. */
export const MANY = 64;
/** Number of slow streams below which memory is plenty again. */
export const FEW = 32;

/** Bytes that may wait for one client at most, for several clients together, and for each of many. */
const WAITING = { each: 1_024 * 1_024, all: 4 * 1_024 * 1_024, least: 32 * 1_024 };

/** Watches and followed logs whose clients have not read what was sent. Many of them leave little memory for garbage. */
export class SlowStreams {
  readonly #memory: ServerMemory;
  #count = 0;
  #isScarce = false;

  constructor(memory: ServerMemory) {
    this.#memory = memory;
  }

  /** True while many streams are slow. */
  get areMany(): boolean {
    return this.#isScarce;
  }

  /** Max bytes that may wait for one client: less for each further slow stream. `others`: streams whose lines wait to be written. */
  waitingMax(others = 0): number {
    if (this.#isScarce) return WAITING.least;
    const share = WAITING.all / Math.max(1, this.#count, others);
    return Math.max(WAITING.least, Math.min(WAITING.each, share));
  }

  /** Counts a slow stream until its release. */
  enter(): Release {
    this.#set(this.#count + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#set(this.#count - 1);
      isOpen = false;
    };
  }

  #set(count: number): void {
    this.#count = count;
    const isScarce = count >= (this.#isScarce ? FEW : MANY);
    if (isScarce === this.#isScarce) return;
    this.#isScarce = isScarce;
    this.#memory.setScarce(isScarce);
  }
}
