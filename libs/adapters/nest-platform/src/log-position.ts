import type { Heads } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';

/** Log heads, reported by the writer to the clock. */
export class LogPosition {
  /** Lab time of the newest event at process start, a lower bound of lab time. */
  readonly notBefore: LabTime;
  #heads: () => Heads = () => ({});

  constructor(notBefore: LabTime) {
    this.notBefore = notBefore;
  }

  /** Sets the source of heads; none are known earlier. */
  follow(heads: () => Heads): void {
    this.#heads = heads;
  }

  heads(): Heads {
    return this.#heads();
  }
}
