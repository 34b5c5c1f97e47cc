import type { Random } from '@klockwork/kernel';
import type { Router } from '../network/router.ts';
import type { PastClock } from './past-clock.ts';

/** Detects programs that use inputs during a repetition which the past may have answered differently. */
export class PastWatch {
  readonly #clock: PastClock;
  #reason: string | undefined;

  constructor(clock: PastClock) {
    this.#clock = clock;
  }

  /** First use; undefined if none. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Returns a router whose destinations do not answer the past. */
  router(router: Router): Router {
    return {
      connect: (from, to, stop) => (this.#uses('network') ? new Promise(() => {}) : router.connect(from, to, stop)),
      answers: (address, stop) => (this.#uses('network') ? new Promise(() => {}) : router.answers(address, stop)),
      send: (datagram) => (this.#uses('network') ? undefined : router.send(datagram)),
      ask: (server, question, from) => (this.#uses('network') ? undefined : router.ask(server, question, from)),
    };
  }

  random(random: Random): Random {
    return {
      next: () => this.#drawn(random).next(),
      integer: (below) => this.#drawn(random).integer(below),
      uuid: () => this.#drawn(random).uuid(),
      suffix: (length) => this.#drawn(random).suffix(length),
      fork: (name) => this.random(random.fork(name)),
    };
  }

  #drawn(random: Random): Random {
    this.#uses('random numbers');
    return random;
  }

  /** Returns true in the past. */
  #uses(input: string): boolean {
    if (!this.#clock.isPast) return false;
    this.#reason ??= `a program of the pod used ${input} before`;
    return true;
  }
}
