import { type ClusterApi, isUnreachable } from '@klockwork/cluster-api';
import { ApiError, type Cancel, deepFreeze, type HostTimer, type Logger } from '@klockwork/kernel';
import { LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';

/** First retry delay in ms of host time after an unanswered request; doubled up to the maximum. */
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 2_000;

/** Watches the newest Clock. An informer would retry in lab time; this watch must receive `paused: false` while lab time stands still. */
export class LabClockWatch {
  readonly #ports: { api: ClusterApi; host: HostTimer; logger: Logger };
  readonly #onClock: (clock: LabClock) => void;
  readonly #subscription: { stop(): void };
  #clock: LabClock | undefined;
  #reading = false;
  #retryMs = RETRY_MS_MIN;
  #cancelRetry: Cancel = () => {};
  #stopped = false;

  /** Subscribes and reads the Clock; `onClock` receives each newer version. */
  constructor(ports: { api: ClusterApi; host: HostTimer; logger: Logger }, onClock: (clock: LabClock) => void) {
    this.#ports = ports;
    this.#onClock = onClock;
    this.#subscription = ports.api.watch(resources.clocks, {
      event: ({ object, revision }) => (object === undefined ? this.#onHead(revision) : this.take(object as LabClock)),
      head: (revision) => this.#onHead(revision),
    });
    this.refresh();
  }

  /** Returns the newest Clock after the first read. */
  get clock(): LabClock | undefined {
    return this.#clock;
  }

  /** Accepts a Clock from a write or a hint, unless it is older. */
  take(clock: LabClock): void {
    if (this.#stopped || revisionOf(clock) <= revisionOf(this.#clock)) return;
    this.#clock = deepFreeze(clock);
    this.#onClock(clock);
  }

  /** Reads the Clock, with retries until the api-server answers. */
  refresh(): void {
    if (this.#reading || this.#stopped) return;
    this.#reading = true;
    this.#cancelRetry();
    void this.#read();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
    this.#subscription.stop();
  }

  #onHead(revision: number): void {
    if (revision > revisionOf(this.#clock)) this.refresh();
  }

  async #read(): Promise<void> {
    try {
      const clock = await this.#ports.api.get<LabClock>(resources.clocks, { name: LAB_CLOCK });
      this.#reading = false;
      this.#retryMs = RETRY_MS_MIN;
      this.take(clock);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#reading = false;
      this.#tryAgain(error);
    }
  }

  #tryAgain(error: ApiError): void {
    if (this.#stopped) return;
    const { logger, host } = this.#ports;
    const unreachable: boolean = isUnreachable(error);
    if (!unreachable) logger.warn({ error: error.message }, 'the Clock could not be read, trying again');
    this.#cancelRetry = host.set(this.#retryMs, () => this.refresh());
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS_MAX);
  }
}

function revisionOf(clock: LabClock | undefined): number {
  return Number(clock?.metadata?.resourceVersion ?? 0);
}
