import type { Cancel, HostTimer } from '@klockwork/kernel';

/** HostTimer that counts pending timers: idle processes may have only these. */
export class CountedHostTimer implements HostTimer {
  readonly #host: HostTimer;
  #pending = 0;

  constructor(host: HostTimer) {
    this.#host = host;
  }

  get pending(): number {
    return this.#pending;
  }

  now(): number {
    return this.#host.now();
  }

  set(delayMs: number, fire: () => void): Cancel {
    let waiting = true;
    const end = () => {
      if (waiting) this.#pending -= 1;
      waiting = false;
    };
    this.#pending += 1;
    const cancel = this.#host.set(delayMs, () => {
      end();
      fire();
    });
    return () => {
      end();
      cancel();
    };
  }
}
