import type { ClockAdvance } from '@klockwork/resources';
import { messageOf } from './api-requests.ts';
import type { Passed, PendingTimer, TestAnswer, TestRequest } from './public.ts';

const CLOCK = '/klockwork/v1/clock';

/** Verdict of `clock/until` and `clock/never`. */
export interface LabVerdict {
  readonly passed: boolean;
  readonly message: string;
  readonly advance?: ClockAdvance;
}

/** Sends a request; `hostLimitMs`: host time after which it fails. */
export type SendInTime = (request: TestRequest, hostLimitMs?: number) => Promise<TestAnswer>;

/** Requests about the time of a lab of processes. Each rejects with the message of a refusal. */
export class LabTimeRequests {
  readonly #send: SendInTime;

  constructor(send: SendInTime) {
    this.#send = send;
  }

  advance(spec: { readonly advance: string; readonly maxRate?: number }, hostLimitMs: number): Promise<ClockAdvance> {
    return this.#call('POST', '/advance', spec, hostLimitMs);
  }

  step(hostLimitMs: number): Promise<ClockAdvance> {
    return this.#call('POST', '/step', undefined, hostLimitMs);
  }

  until(condition: string, within: string, hostLimitMs: number): Promise<LabVerdict> {
    return this.#call('POST', '/until', { condition, within }, hostLimitMs);
  }

  never(condition: string, span: string, hostLimitMs: number): Promise<LabVerdict> {
    return this.#call('POST', '/never', { condition, for: span }, hostLimitMs);
  }

  /** Ends the running advance. */
  async end(): Promise<void> {
    await this.#call('POST', '/advance', { advance: '0s' });
  }

  async pause(): Promise<Date> {
    return new Date((await this.#call<{ readonly now: string }>('POST', '/pause')).now);
  }

  async resume(rate: number): Promise<Date> {
    return new Date((await this.#call<{ readonly now: string }>('POST', '/resume', { rate })).now);
  }

  settle(hostLimitMs: number): Promise<{ readonly now: string; readonly revision: number }> {
    return this.#call('GET', `/settled?hostLimit=${Math.ceil(hostLimitMs)}ms`);
  }

  async pending(): Promise<readonly PendingTimer[]> {
    const { items } = await this.#call<{ readonly items: readonly (PendingTimer & { readonly at: string })[] }>('GET', '/pending');
    return items.map((timer) => ({ ...timer, at: new Date(timer.at) }));
  }

  async #call<T>(method: string, path: string, body?: object, hostLimitMs?: number): Promise<T> {
    const answer = await this.#send({ method, path: `${CLOCK}${path}`, ...(body !== undefined && { body }) }, hostLimitMs);
    if (answer.status >= 400) throw new Error(messageOf(answer.status, answer.text));
    return JSON.parse(answer.text) as T;
  }
}

/** Returns the counts of an ended advance. */
export function passedOf({ from, requestedAt, now, jumps = 0, fired = [] }: ClockAdvance): Passed {
  const begin = new Date(from ?? requestedAt);
  return {
    from: begin,
    to: now === undefined ? begin : new Date(now),
    jumps,
    fired: Object.fromEntries(fired.map(({ name, count }) => [name, count])),
  };
}
