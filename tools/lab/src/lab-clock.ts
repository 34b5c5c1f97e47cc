import type { ClockReport } from '@klockwork/lockstep';
import type { ClockAdvance, ClockSpec } from '@klockwork/resources';
import type { ApiClient } from './api-client.ts';
import { RefusalError, retryUntilAnswered } from './retry-until-answered.ts';

const CLOCK = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const REPORT = '/klockwork/v1/clock';
const MERGE_PATCH = { contentType: 'application/merge-patch+json' };
/** Host time limit of an advance on a busy machine. */
const PATIENT = { answerMsMax: 300_000 };
/** Host time between two looks whether time stands. */
const LOOK_MS = 10;

const UNDER_WAY: ReadonlySet<string> = new Set(['Pending', 'Running']);

/** Passes on a refusal. After a lost response, the outcome of the request is unknown. */
function rejectRefused(error: unknown): undefined {
  if (error instanceof RefusalError) throw error;
}

/** Clock of one lab, over its API. */
export class LabClock {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /**
   * Pauses lab time at one instant for all processes. Late processes advance a few ms further, and lockstep begins at the latest of them.
   */
  async pause(): Promise<void> {
    await this.#patch({ paused: true });
    while ((await this.report()).mode !== 'Paused') await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await this.advance('1ms');
  }

  async resume(rate = 1): Promise<void> {
    await this.#patch({ paused: false, rate });
  }

  /** Advances lab time by `duration` (`10m`) in lockstep. Throws unless it reaches the end, or the condition `until`. */
  async advance(duration: string, options: Pick<ClockSpec, 'maxRate' | 'until'> = {}): Promise<ClockAdvance> {
    const body = await this.#end(duration, options);
    if (!['Reached', 'Idle', 'Stepped', 'ConditionMet'].includes(body.phase))
      throw new Error(`advance ${duration} ended as ${body.phase}: ${body.message}`);
    return body;
  }

  /** Result of an advance even after a lost response: an existing advance is found, or a new one requested. */
  async #end(duration: string, options: Pick<ClockSpec, 'maxRate' | 'until'>): Promise<ClockAdvance> {
    const givenUpAt = performance.now() + PATIENT.answerMsMax;
    let latest = await this.#latest();
    const before = latest?.id ?? 0;
    while (performance.now() < givenUpAt) {
      if ((latest?.id ?? 0) === before) {
        const answer = await this.#advanceOnce(duration, options).catch(rejectRefused);
        if (answer !== undefined) return answer;
      } else if (latest !== undefined && !UNDER_WAY.has(latest.phase)) return latest;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      latest = await this.#latest();
    }
    throw new Error(`advance ${duration} was still ${latest?.phase} after ${PATIENT.answerMsMax} ms`);
  }

  async #advanceOnce(duration: string, options: Pick<ClockSpec, 'maxRate' | 'until'>): Promise<ClockAdvance> {
    const { status, body } = await this.#api.send<ClockAdvance>('POST', `${REPORT}/advance`, { advance: duration, ...options }, PATIENT);
    if (status !== 200) throw new RefusalError(`advance ${duration} was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Like {@link advance}, to an instant in ms. */
  async advanceTo(instant: number): Promise<ClockAdvance> {
    return this.advance(`${instant - (await this.now())}ms`);
  }

  /** Lab time in ms. */
  async now(): Promise<number> {
    return (await this.report()).now;
  }

  async report(): Promise<ClockReport> {
    return retryUntilAnswered(async () => {
      const { status, body } = await this.#api.send<ClockReport>('GET', REPORT);
      // The clock does not respond during a reconnect to its bus.
      if (status === 503) throw new Error('nobody answers for the clock');
      if (status !== 200) throw new RefusalError(`the clock was answered ${status}: ${JSON.stringify(body)}`);
      return body;
    });
  }

  async #latest(): Promise<ClockAdvance | undefined> {
    const { status, body } = await retryUntilAnswered(() => this.#api.send('GET', CLOCK));
    if (status !== 200) throw new RefusalError(`the clock was answered ${status}: ${JSON.stringify(body)}`);
    return body.status?.advance;
  }

  async #patch(spec: object): Promise<void> {
    const { status, body } = await retryUntilAnswered(() => this.#api.send('PATCH', CLOCK, { spec }, MERGE_PATCH));
    if (status !== 200) throw new Error(`a change of the clock was answered ${status}: ${JSON.stringify(body)}`);
  }
}
