import type { Cancel, HostTimer, Release } from '@klockwork/kernel';
import type { ServerMemory } from '../limits/server-memory.ts';

/** Number of slow streams that make memory scarce: from then on, each holds about 90 KiB. */
export const MANY = 64;
/** Number of slow streams below which memory is plenty again. */
export const FEW = 32;
/**
 * Time with few slow streams after which memory is plenty, in ms of host time. Buffers of connections fill and drain in bursts: each
 * change to scarce memory costs a full collection.
 */
export const CALM_MS = 1_000;

/** Bytes that may wait for one client at most, for several clients together, and for each of many. */
const WAITING = { each: 1_024 * 1_024, all: 4 * 1_024 * 1_024, least: 32 * 1_024 };

/** Watches and followed logs whose clients have not read what was sent. Many of them leave little memory for garbage. */
export class SlowStreams {
  readonly #memory: ServerMemory;
  readonly #idle: HostTimer;
  #count = 0;
  #isScarce = false;
  /** Cancels the return to plenty of memory, while it is due. */
  #cancelCalm: Cancel | undefined;

  /** `idle` must not keep the process alive. */
  constructor(memory: ServerMemory, idle: HostTimer) {
    this.#memory = memory;
    this.#idle = idle;
  }

  /** True while many streams are slow, and a moment longer. */
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
    if (this.#isScarce) this.#awaitCalm(count < FEW);
    else if (count >= MANY) this.#setScarce(true);
  }

  #awaitCalm(areFew: boolean): void {
    if (areFew) this.#cancelCalm ??= this.#idle.set(CALM_MS, () => this.#setScarce(false));
    else {
      this.#cancelCalm?.();
      this.#cancelCalm = undefined;
    }
  }

  #setScarce(isScarce: boolean): void {
    this.#cancelCalm = undefined;
    this.#isScarce = isScarce;
    this.#memory.setScarce(isScarce);
  }
}
