import type { ApiClient } from './api-client.ts';

/** `status.advance` of the Clock object. */
export interface AdvanceStatus {
  readonly id: number;
  readonly phase: 'Pending' | 'Running' | 'Reached' | 'Idle' | 'Stepped' | 'ConditionMet' | 'Stopped' | 'Failed';
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly now: string;
  readonly jumps: number;
  readonly jumpsPerSecond: number;
  readonly hostSeconds: number;
  readonly fired: Readonly<Record<string, number>>;
  readonly blockedBy: readonly string[];
  readonly message?: string;
}

/** `GET /klockwork/v1/clock`. */
export interface ClockReport {
  /** Lab time in ms. */
  readonly now: number;
  readonly mode: 'Running' | 'Paused' | 'Advancing';
  readonly rate: number;
  readonly members: readonly { name: string; state: 'expected' | 'following' | 'fenced'; holds: Readonly<Record<string, number>> }[];
  readonly next: readonly { at: number; process: string; name: string; object?: string; upkeep?: true }[];
}

/** What an advance may be told beside its bound. */
export interface AdvanceOptions {
  readonly maxRate?: number;
  readonly until?: Readonly<Record<string, string>>;
}

const CLOCK = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const MERGE_PATCH = { contentType: 'application/merge-patch+json' };
/** Host time an advance may take on a machine that does much else. */
const ADVANCE_MS_MAX = 180_000;

/** The clock of one lab, over its API. */
export class LabClock {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Lab time stands still once this is answered. */
  async pause(): Promise<void> {
    await this.#patch({ paused: true });
  }

  async resume(rate = 1): Promise<void> {
    await this.#patch({ paused: false, rate });
  }

  /** Lets `duration` (`10m`) of lab time pass, all of it in lockstep. Throws unless the end of it is reached, or what `until` names. */
  async advance(duration: string, options: AdvanceOptions = {}): Promise<AdvanceStatus> {
    const body = { advance: duration, ...options };
    const { status, body: advance } = await this.#api.send<AdvanceStatus>('POST', '/klockwork/v1/clock/advance', body, {
      answerMsMax: ADVANCE_MS_MAX,
    });
    if (status !== 200) throw new Error(`advance ${duration} was answered ${status}: ${JSON.stringify(advance)}`);
    if (!['Reached', 'Idle', 'Stepped', 'ConditionMet'].includes(advance.phase))
      throw new Error(`advance ${duration} ended as ${advance.phase}: ${advance.message}`);
    return advance;
  }

  async report(): Promise<ClockReport> {
    const { status, body } = await this.#api.send<ClockReport>('GET', '/klockwork/v1/clock');
    if (status !== 200) throw new Error(`the clock was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async #patch(spec: object): Promise<void> {
    const { status, body } = await this.#api.send('PATCH', CLOCK, { spec }, MERGE_PATCH);
    if (status !== 200) throw new Error(`a change of the clock was answered ${status}: ${JSON.stringify(body)}`);
  }
}
