import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause } from '@klockwork/event-store';
import { ApiError, type Cancel, type HostTimer, type Logger } from '@klockwork/kernel';
import { type ClockStatus, type LabClock, resources } from '@klockwork/resources';
import { worthWriting } from './clock-status.ts';
import type { LabClockWatch } from './lab-clock-watch.ts';

/** Host time after which a write that failed is tried again. */
const RETRY_MS = 250;

/** What a writer of the status stands on. `desired` says what it is to be, given the newest object, and why. */
export interface StatusWriterPorts {
  readonly api: ClusterApi;
  readonly host: HostTimer;
  readonly logger: Logger;
  readonly watch: LabClockWatch;
  desired(clock: LabClock): { readonly status: ClockStatus; readonly cause: Cause };
}

/**
 * Brings the status of the Clock to what it is to be: one write at a time, each made of the newest object and refused when that is not
 * the newest any more. A write holds the lab's time, so an advance waits for it; its patience is host time, as the lab's may stand.
 */
export class StatusWriter {
  readonly #ports: StatusWriterPorts;
  #writing = false;
  #again = false;
  #progressDue = false;
  #cancelRetry: Cancel = () => {};
  #stopped = false;

  constructor(ports: StatusWriterPorts) {
    this.#ports = ports;
  }

  /** Writes what is worth it. With `progress` that is also how far an advance has come. */
  nudge({ progress = false }: { progress?: boolean } = {}): void {
    this.#progressDue ||= progress;
    this.#again = true;
    if (!this.#writing && !this.#stopped) void this.#writeAll();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    this.#cancelRetry();
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#writeOnce();
    }
    this.#writing = false;
  }

  async #writeOnce(): Promise<void> {
    const { api, watch, desired } = this.#ports;
    const { clock } = watch;
    if (clock === undefined) return;
    const { status, cause } = desired(clock);
    const due = this.#progressDue;
    if (!worthWriting(clock.status, status, due)) return;
    this.#progressDue = false;
    try {
      watch.take(await api.update<LabClock>(resources.clocks, { ...clock, status }, { subresource: 'status', cause }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#progressDue ||= due;
      this.#onRefused(error);
    }
  }

  /** Whoever wrote meanwhile is read, and then it is tried again; so it is when the api-server did not answer. */
  #onRefused(error: ApiError): void {
    const { watch, host, logger } = this.#ports;
    logger.debug({ error: error.message }, 'the status of the Clock was not written, trying again');
    watch.refresh();
    this.#cancelRetry();
    if (!this.#stopped) this.#cancelRetry = host.set(RETRY_MS, () => this.nudge());
  }
}
