import { AppendRefusedError, type Cause, JournalFailedError, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, type Logger, logFailure, StoppedError, type TimerName } from '@klockwork/kernel';

/** First retry delay in ms; doubled up to the maximum. */
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;

/** Retry of one object's work. */
interface Retry {
  readonly delayMs: number;
  readonly cancel: Cancel;
}

/** Ports of retried work. */
export interface RetryPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name of the retries' timers. */
  readonly timer: string;
  /** Plural of the objects' kind. */
  readonly resource: string;
  /** Starts the work of an object again. */
  again(name: string, cause: Cause): void;
}

/**
 * Runs the server's own work on objects, by name. A failure is logged, and affects its object alone: the work runs again after a back-off.
 */
export class RetriedWork {
  readonly #ports: RetryPorts;
  readonly #retries = new Map<string, Retry>();
  #isStopped = false;

  constructor(ports: RetryPorts) {
    this.#ports = ports;
  }

  /** Never rejects. */
  async run(name: string, cause: Cause, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#forget(name);
    } catch (error) {
      if (!isEnd(error) && !this.#isStopped) this.#retry(name, cause, error);
    }
  }

  /** Cancels all retries. */
  stop(): void {
    this.#isStopped = true;
    for (const { cancel } of this.#retries.values()) cancel();
  }

  #forget(name: string): void {
    this.#retries.get(name)?.cancel();
    this.#retries.delete(name);
  }

  #retry(name: string, cause: Cause, error: unknown): void {
    const { clock, logger, timer: timerName, resource, again } = this.#ports;
    const delayMs = Math.min((this.#retries.get(name)?.delayMs ?? RETRY_MS_MIN / 2) * 2, RETRY_MS_MAX);
    const fields = { resource, name, delayMs };
    if (error instanceof ApiError || error instanceof AppendRefusedError)
      logger.warn({ ...fields, error: error.message }, 'own write refused, trying again');
    else logFailure(logger, fields, error);
    this.#forget(name);
    const timer: TimerName = { name: timerName, upkeep: true, object: `${resource}/${name}` };
    const cancel = clock.after(delayMs, timer, () => again(name, timerCause(timer, cause)));
    this.#retries.set(name, { delayMs, cancel });
  }
}

/** After a failed log the next start repeats all work. */
function isEnd(error: unknown): boolean {
  return error instanceof JournalFailedError || error instanceof StoppedError;
}
