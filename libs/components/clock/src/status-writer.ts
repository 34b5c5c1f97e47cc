import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause } from '@klockwork/event-store';
import { ApiError, type Cancel, type HostTimer, type Logger } from '@klockwork/kernel';
import { type ClockStatus, type LabClock, resources } from '@klockwork/resources';
import { worthWriting } from './clock-status.ts';
import type { LabClockWatch } from './lab-clock-watch.ts';

/** Retry delay after a failed write, in ms of host time. */
const RETRY_MS = 250;

/** Dependencies of a status writer. `desired` returns the desired status for the newest object, and its cause. */
export interface StatusWriterPorts {
  readonly api: ClusterApi;
  readonly host: HostTimer;
  readonly logger: Logger;
  readonly watch: LabClockWatch;
  desired(clock: LabClock): { readonly status: ClockStatus; readonly cause: Cause };
}

/**
 * Writes the desired status of the Clock: one write at a time, based on the newest object, with a conflict check. A write holds lab time,
 * so an advance waits for it. Retries use host time, because lab time may stand still.
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

  /** Writes a changed status; with `progress` also the progress of an advance. */
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

  /** Reads the object after a conflict, or after a missing answer, and retries. */
  #onRefused(error: ApiError): void {
    const { watch, host, logger } = this.#ports;
    logger.debug({ error: error.message }, 'the status of the Clock was not written, trying again');
    watch.refresh();
    this.#cancelRetry();
    if (!this.#stopped) this.#cancelRetry = host.set(RETRY_MS, () => this.nudge());
  }
}
