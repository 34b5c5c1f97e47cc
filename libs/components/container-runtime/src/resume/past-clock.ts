import { type Cancel, type Clock, DeadlineClock, type LabTime, TimerHeap, type TimerName } from '@klockwork/kernel';

/** Limits of a repetition. */
export interface PastLimits {
  /** Maximum number of timers. */
  readonly timersMax: number;
  /** Lets all work of the present instant end. */
  turn(): Promise<void>;
  /** True once the repetition is useless. */
  isOver(): boolean;
}

interface PendingTimer {
  readonly at: LabTime;
  readonly timer: TimerName;
  readonly fire: () => void;
  cancel: Cancel;
}

/** Clock of a pod. Programs repeat their past on it: its time then runs from an earlier instant to the present without a wait. */
export class PastClock extends DeadlineClock {
  readonly #present: Clock;
  #past: LabTime | undefined;
  readonly #due = new TimerHeap();
  readonly #pending = new Set<PendingTimer>();

  constructor(present: Clock) {
    super();
    this.#present = present;
  }

  /** True during a repetition. */
  get isPast(): boolean {
    return this.#past !== undefined;
  }

  now(): LabTime {
    return this.#past ?? this.#present.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    if (this.#past === undefined) return this.#present.at(deadline, timer, fire);
    const pending: PendingTimer = { at: deadline, timer, fire, cancel: () => {} };
    this.#pending.add(pending);
    pending.cancel = this.#due.add(deadline, timer, () => {
      this.#pending.delete(pending);
      fire();
    });
    return () => {
      this.#pending.delete(pending);
      pending.cancel();
    };
  }

  /** Sets the clock back. */
  beginAt(instant: LabTime): void {
    this.#past = Math.min(instant, this.#present.now());
  }

  /** Fires all timers up to the present, which later ones then await. Returns false above a limit. */
  async catchUp({ timersMax, turn, isOver }: PastLimits): Promise<boolean> {
    for (let fired = 0; fired <= timersMax; fired++) {
      await turn();
      if (isOver()) break;
      const due = this.#due.takeDue(this.#present.now());
      if (due === undefined) {
        this.#arrive();
        return true;
      }
      this.#past = Math.max(this.now(), due.at);
      due.fire();
    }
    this.#arrive();
    return false;
  }

  #arrive(): void {
    this.#past = undefined;
    for (const pending of this.#pending) {
      pending.cancel();
      pending.cancel = this.#present.at(pending.at, pending.timer, () => {
        this.#pending.delete(pending);
        pending.fire();
      });
    }
  }
}
