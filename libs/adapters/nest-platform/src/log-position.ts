import type { Heads } from '@klockwork/cluster-api';
import type { LabTime } from '@klockwork/kernel';

/** Heads of the log, which its writer reports to the clock. */
export class LogPosition {
  /** Lab time of the newest event when the process started: the lab's time cannot be before it. */
  readonly notBefore: LabTime;
  #heads: () => Heads = () => ({});

  constructor(notBefore: LabTime) {
    this.notBefore = notBefore;
  }

  /** From now on `heads` gives the newest revision of each kind. Before, none is known. */
  follow(heads: () => Heads): void {
    this.#heads = heads;
  }

  heads(): Heads {
    return this.#heads();
  }
}
