import type { ClockReport } from '@klockwork/lockstep';
import type { ClockSpec, LabClock } from '@klockwork/resources';
import { UserError } from '../user-error.ts';
import { type LabClient, Refusal } from './lab-client.ts';
import { isAway, retryWhileAway } from './retry-while-away.ts';

const CLOCKS = '/apis/klockwork.dev/v1alpha1/clocks';
/** Maximum number of consecutive failed attempts: the api-server may restart. */
const TRIES_MAX = 100;
const RETRY_MS = 100;

interface WatchLine {
  readonly type: string;
  readonly object: LabClock;
}

/** Client of a lab's Clock object. */
export class ClockClient {
  readonly #client: LabClient;

  constructor(client: LabClient) {
    this.#client = client;
  }

  /** Returns lab time, mode, members and the nearest timers. Throws Refusal without a coordinator. */
  report(): Promise<ClockReport> {
    return this.#client.getJson('/klockwork/v1/clock');
  }

  /**
   * Requests an advance exactly once, across restarts of the api-server: after a lost answer, the Clock shows whether the request was
   * accepted. Resolves with that Clock. Throws Refusal with the api-server's message, and Unreachable after about 10 s.
   */
  async advance(spec: ClockSpec): Promise<LabClock> {
    const before = advanceId(await retryWhileAway(() => this.#read()));
    return retryWhileAway(async () => {
      try {
        return await this.change(spec);
      } catch (error) {
        if (!isAway(error)) throw error;
        const now = await this.#read();
        if (advanceId(now) > before && now.status?.advance?.by === spec.advance) return now;
        throw error;
      }
    });
  }

  /** Changes the spec: the Clock afterwards. Throws Refusal with the api-server's words. */
  change(spec: ClockSpec): Promise<LabClock> {
    return this.#client.mergeJson(`${CLOCKS}/lab`, { spec });
  }

  /**
   * Calls `onClock` with the present Clock and each change, until it returns false. Reconnects automatically, and resumes with the newest
   * state. Throws UserError if the api-server stays unreachable.
   */
  async follow(onClock: (clock: LabClock) => boolean): Promise<void> {
    let goesOn = true;
    const show = (clock: LabClock) => {
      goesOn = onClock(clock);
      return goesOn;
    };
    for (let tries = 0; goesOn; tries++) {
      if (tries === TRIES_MAX) throw new UserError(`the api-server at ${this.#client.server} does not answer any more`);
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      try {
        await this.#followOnce((clock) => {
          tries = 0;
          return show(clock);
        });
      } catch (error) {
        // Refused or broken connection: only a retry shows whether permanently.
        if (error instanceof Refusal && error.status < 500) throw error;
      }
    }
  }

  #read(): Promise<LabClock> {
    return this.#client.getJson<LabClock>(`${CLOCKS}/lab`);
  }

  async #followOnce(show: (clock: LabClock) => boolean): Promise<void> {
    const clock = await this.#read();
    if (!show(clock)) return;
    const query = new URLSearchParams({
      watch: 'true',
      fieldSelector: 'metadata.name=lab',
      resourceVersion: clock.metadata?.resourceVersion ?? '',
    });
    await this.#client.lines(`${CLOCKS}?${query}`, (line) => {
      const { type, object } = JSON.parse(line) as WatchLine;
      // An ERROR says that the version is too old by now: reading it again helps.
      return type === 'ERROR' ? false : show(object);
    });
  }
}

/** Id of the newest advance; 0 without one. */
function advanceId({ status }: LabClock): number {
  return status?.advance?.id ?? 0;
}
