import { send, sendJson } from '../api/client.ts';
import type { LabStore } from './lab.ts';

const CLOCK = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const ROOT = '/klockwork/v1/clock';
const MERGE = 'application/merge-patch+json';

/** End of an advance in the server's words. */
interface AdvanceEnd {
  readonly phase?: string;
  readonly message?: string;
  readonly leftBehind?: readonly string[];
}

/** Shows the end of a command. */
export type RunClock = (command: Promise<string>) => void;

/** Commands for the lab's clock. Each returns the server's words about its end, '' without any. Throws Refusal, and TypeError without an answer. */
export class ClockCommands {
  readonly #lab: LabStore;

  constructor(lab: LabStore) {
    this.#lab = lab;
  }

  /** Writes fields of the Clock: `paused`, `rate`. */
  async write(spec: { readonly paused?: boolean; readonly rate?: number; readonly advance?: '0s' }): Promise<string> {
    await send(CLOCK, { method: 'PATCH', contentType: MERGE, body: { spec } });
    await this.#lab.refreshClock();
    return '';
  }

  /** Lets a span of lab time pass: `10m`. */
  advance(span: string): Promise<string> {
    return this.#pass('advance', { advance: span });
  }

  /** Lets lab time pass to an instant. */
  advanceTo(instant: number, now: number): Promise<string> {
    return this.advance(`${Math.max(1, Math.ceil(instant - now))}ms`);
  }

  /** Lets lab time pass to the next work timer. */
  step(): Promise<string> {
    return this.#pass('step', {});
  }

  /** Lets lab time pass until only upkeep remains, at most for `limit`. */
  untilIdle(limit: string): Promise<string> {
    return this.#pass('advance', { advance: limit, until: { reach: 'Idle' } });
  }

  /** Lets lab time pass to the first instant of a condition such as `deploy/web condition=Available`, at most for `within`. */
  async untilCondition(condition: string, namespace: string, within: string): Promise<string> {
    const body = { condition, within, ...(namespace !== '' && { namespace }) };
    const { message } = await this.#send<{ readonly message: string }>('until', body);
    return message;
  }

  async #pass(path: string, body: object): Promise<string> {
    const { phase = '', message = '', leftBehind = [] } = await this.#send<AdvanceEnd>(path, body);
    return [phase, message, leftBehind.join(', ')].filter((part) => part !== '' && part !== 'Reached').join(': ');
  }

  async #send<T>(path: string, body: object): Promise<T> {
    const answer = sendJson<T>(`${ROOT}/${path}`, { method: 'POST', body });
    try {
      return await answer;
    } finally {
      await this.#lab.refreshClock();
    }
  }
}
