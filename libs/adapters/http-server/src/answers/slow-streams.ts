import type { Release } from '@klockwork/kernel';
import type { ServerMemory } from '../limits/server-memory.ts';

/** Number of slow streams that make memory scarce: from then on, each holds about 90 KiB. */
export const MANY = 64;
/** Number of slow streams below which memory is plenty again. */
export const FEW = 32;

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
