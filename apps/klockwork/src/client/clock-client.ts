import type { ClockReport } from '@klockwork/lockstep';
import type { ClockSpec, LabClock } from '@klockwork/resources';
import { UserError } from '../user-error.ts';
import { type LabClient, Refusal } from './lab-client.ts';
import { isAway, retryWhileAway } from './retry-while-away.ts';

const CLOCKS = '/apis/klockwork.dev/v1alpha1/clocks';
/** The api-server may be killed and started again meanwhile; when it does not answer so often in a row, it is given up. */
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
   * Orders an advance once, however often the api-server is away meanwhile: when an answer was lost, the Clock tells whether the order
   * was taken. Resolves with the Clock that has it. Throws Refusal with the api-server's words, and Unreachable after about 10 s.
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
   * Shows `onClock` the Clock as it is and then each change of it, until it answers false. A lost connection is made again: what was
   * missed is in the newest state. Throws UserError when the api-server stays away.
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
        // The connection was refused or broke in the middle of a line: only trying again tells whether for good.
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

/** Number of the newest advance; 0 before the first. */
function advanceId({ status }: LabClock): number {
  return status?.advance?.id ?? 0;
}
