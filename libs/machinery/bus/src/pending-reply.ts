import type { Activity, Cancel, Clock, Release, StopSignal, TimerName } from '@klockwork/kernel';
import { BusError } from './bus.ts';
import type { Subject } from './subjects.ts';

/** Upkeep, because time-outs are rare and no progress depends on them. Consequences of replies are work. */
const TIMEOUT: TimerName = { name: 'bus-request-timeout', upkeep: true };

/** Options of a request on any bus. */
export interface RequestOptions {
  /** Time-out in ms of lab time. */
  readonly timeoutMs: number;
  readonly waits?: 'lab';
  /** Stops after the receiver's death is detected. */
  readonly until?: StopSignal;
  /** Subject that leads to the same receiver, for faults: frames of a session name none. */
  readonly toward?: Subject;
}

/**
 * Request in flight: settles once, by reply, error, or time-out at its exact lab time. Holds Activity meanwhile, unless the reply may take
 * lab time: a hold across a wait on the Clock would stop time for all processes.
 */
export class PendingReply {
  readonly promise: Promise<unknown>;
  readonly subject: Subject;
  readonly #release: Release;
  #cancelTimer: Cancel = () => {};
  #forgetEnd: () => void = () => {};
  #settle: { resolve(body: unknown): void; reject(error: BusError): void } | undefined;
  #onSettled: () => void = () => {};

  constructor(clock: Clock, activity: Activity, subject: Subject, options: RequestOptions) {
    this.subject = subject;
    this.#release = options.waits === 'lab' ? () => {} : activity.hold('bus-request');
    this.promise = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#cancelTimer = clock.after(options.timeoutMs, TIMEOUT, () =>
      this.fail(new BusError('timeout', `no reply on ${subject} within ${options.timeoutMs} ms`)),
    );
    this.#forgetEnd = options.until?.onStop(() => this.fail(replyLost(subject))) ?? this.#forgetEnd;
  }

  /** Calls `listener` after the request settled, at once if it already has. */
  onSettled(listener: () => void): void {
    if (this.#settle === undefined) listener();
    else this.#onSettled = listener;
  }

  answer(body: unknown): void {
    this.#end()?.resolve(body);
  }

  fail(error: BusError): void {
    this.#end()?.reject(error);
  }

  /** Ends the hold: the request only waits for its time-out, so lab time must be free to pass. */
  stopHolding(): void {
    this.#release();
  }

  #end() {
    const settle = this.#settle;
    if (settle === undefined) return undefined;
    this.#settle = undefined;
    this.#cancelTimer();
    this.#forgetEnd();
    this.#onSettled();
    this.#release();
    return settle;
  }
}

/** Returns the error of a request without a server. */
export function noResponders(subject: string): BusError {
  return new BusError('no-responders', `nobody serves ${subject}`);
}

/** Returns the error of a request whose reply cannot come, whether executed or not. */
export function replyLost(subject: string): BusError {
  return new BusError('lost', `the reply on ${subject} is lost`);
}

/** Returns the error of a request on a closed bus. */
export function busClosed(subject: string): BusError {
  return new BusError('closed', `the bus was closed before ${subject} was answered`);
}

/** Returns the error of an oversized message. */
export function tooLarge(subject: string, bytes: number, bytesMax: number): BusError {
  return new BusError('too-large', `a message of ${bytes} bytes on ${subject} is above the limit of ${bytesMax}`);
}

/** Returns the requester's error for a failed handler. */
export function refusal(error: unknown): BusError {
  if (error instanceof BusError && error.code === 'too-large') return error;
  return new BusError('refused', error instanceof Error ? error.message : String(error));
}
