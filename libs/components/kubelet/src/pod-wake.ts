import { type Cause, type LogEvent, timerCause } from '@klockwork/event-store';
import type { Cancel, Clock } from '@klockwork/kernel';
import type { WakeAt } from '@klockwork/pod-lifecycle';

interface SetTimer {
  readonly at: number;
  readonly cancel: Cancel;
  readonly name: string;
  cause: Cause;
  /** True if a runtime change set the timer, and its event is not in the log yet. */
  fromRuntime: boolean;
}

/** Timer of a pod's worker, with its cause. */
export class PodWake {
  readonly #clock: Clock;
  readonly #awake: (cause: Cause) => void;
  #timer: SetTimer | undefined;

  constructor(clock: Clock, awake: (cause: Cause) => void) {
    this.#clock = clock;
    this.#awake = awake;
  }

  /** Sets the timer; an equal instant keeps the first cause. */
  set(wakeAt: WakeAt | undefined, cause: Cause): void {
    if (this.#timer !== undefined && this.#timer.at === wakeAt?.at) return;
    this.cancel();
    if (wakeAt === undefined) return;
    const { at, timer } = wakeAt;
    const cancel = this.#clock.at(at, timer, () => this.#fire(set));
    const set: SetTimer = { at, cancel, name: timer.name, cause: timerCause(timer, cause), fromRuntime: cause.trigger === 'runtime' };
    this.#timer = set;
  }

  /** Handles the event of a runtime change, which becomes the cause of timers set by it. */
  shown({ revision }: Pick<LogEvent, 'revision'>): void {
    if (this.#timer?.fromRuntime !== true) return;
    this.#timer.cause = timerCause(this.#timer, { revision });
    this.#timer.fromRuntime = false;
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #fire({ cause }: SetTimer): void {
    this.#timer = undefined;
    this.#awake(cause);
  }
}
