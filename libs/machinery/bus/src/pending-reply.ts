import type { Activity, Cancel, Clock, Release, StopSignal, TimerName } from '@klockwork/kernel';
import { type Body, BusError } from './bus.ts';
import type { Subject } from './subjects.ts';

/** Upkeep: nobody waits for a time-out, and hardly one ever comes. Work is what the answer leads to. */
const TIMEOUT: TimerName = { name: 'bus-request-timeout', upkeep: true };

/** What every request takes, whichever bus carries it. */
export interface RequestOptions {
  /** Lab time. */
  readonly timeoutMs: number;
  readonly waits?: 'lab';
  /** Stops when whoever was asked is known to be gone. */
  readonly until?: StopSignal;
}

/**
 * A request on its way: settles once, by a reply, an error, or its exact lab time.
 * It holds Activity while it waits, unless the answer may take lab time: a hold across a wait on the Clock would stop time for all.
 */
export class PendingReply {
  readonly promise: Promise<Body>;
  readonly subject: Subject;
  readonly #release: Release;
  #cancelTimer: Cancel = () => {};
  #forgetEnd: () => void = () => {};
  #settle: { resolve(body: Body): void; reject(error: BusError): void } | undefined;
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

  /** Calls `listener` when the request is settled, however it ends; at once when it is. */
  onSettled(listener: () => void): void {
    if (this.#settle === undefined) listener();
    else this.#onSettled = listener;
  }

  answer(body: Body): void {
    this.#end()?.resolve(body);
  }

  fail(error: BusError): void {
    this.#end()?.reject(error);
  }

  /** Nothing is under way any more: the request only waits for its time-out, so lab time must be free to pass. */
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

/** The error of a request nobody serves. */
export function noResponders(subject: string): BusError {
  return new BusError('no-responders', `nobody serves ${subject}`);
}

/** The error of a request whose reply can no longer come, whether it was carried out or not. */
export function replyLost(subject: string): BusError {
  return new BusError('lost', `the reply on ${subject} is lost`);
}

/** The error of a request made or cut short by a closed bus. */
export function busClosed(subject: string): BusError {
  return new BusError('closed', `the bus was closed before ${subject} was answered`);
}

/** The error of a message above the payload limit. */
export function tooLarge(subject: string, bytes: number, bytesMax: number): BusError {
  return new BusError('too-large', `a message of ${bytes} bytes on ${subject} is above the limit of ${bytesMax}`);
}

/** The error a requester gets when the handler failed with `error`. */
export function refusal(error: unknown): BusError {
  if (error instanceof BusError && error.code === 'too-large') return error;
  return new BusError('refused', error instanceof Error ? error.message : String(error));
}
