import { type Cause, type LogEvent, timerCause } from '@klockwork/event-store';
import type { Cancel, Clock } from '@klockwork/kernel';
import type { WakeAt } from '@klockwork/pod-lifecycle';

interface SetTimer {
  readonly at: number;
  readonly cancel: Cancel;
  readonly name: string;
  cause: Cause;
  /** It was set because of what the runtime did, of which the log does not tell yet. */
  fromRuntime: boolean;
}

/** One timer that a pod's worker has set, and why. */
export class PodWake {
  readonly #clock: Clock;
  readonly #awake: (cause: Cause) => void;
  #timer: SetTimer | undefined;

  constructor(clock: Clock, awake: (cause: Cause) => void) {
    this.#clock = clock;
    this.#awake = awake;
  }

  /** Sets the timer anew unless it is set for that instant already: then it keeps the cause of who set it first. */
  set(wakeAt: WakeAt | undefined, cause: Cause): void {
    if (this.#timer !== undefined && this.#timer.at === wakeAt?.at) return;
    this.cancel();
    if (wakeAt === undefined) return;
    const { at, timer } = wakeAt;
    const cancel = this.#clock.at(at, timer, () => this.#fire(set));
    const set: SetTimer = { at, cancel, name: timer.name, cause: timerCause(timer, cause), fromRuntime: cause.trigger === 'runtime' };
    this.#timer = set;
  }

  /** The log now tells what the runtime did: a timer that was set because of it was set by this event. */
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
