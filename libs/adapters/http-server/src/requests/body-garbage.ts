import type { Cancel, HostTimer } from '@klockwork/kernel';
import type { ServerMemory } from '../limits/server-memory.ts';

/** Bytes of bodies after which a quiet server collects all garbage. */
export const OLD_BYTES_MIN = 32 * 1_024 * 1_024;
/** Time without a large body after which a server is quiet, in ms of host time. */
export const QUIET_MS = 1_000;

/**
 * Garbage of large bodies. Requests that wait for room outlive V8's young space, with the buffers of their connections. V8 would collect
 * them only once its heap has doubled, which may never happen in a quiet lab.
 */
export class BodyGarbage {
  readonly #memory: ServerMemory;
  readonly #idle: HostTimer;
  #bytes = 0;
  #cancel: Cancel = () => {};

  /** `idle` must not keep the process alive. */
  constructor(memory: ServerMemory, idle: HostTimer) {
    this.#memory = memory;
    this.#idle = idle;
  }

  /** Frees the memory of an answered body. */
  free(bytes: number): void {
    this.#memory.collect('young');
    this.#bytes += bytes;
    this.#cancel();
    if (this.#bytes >= OLD_BYTES_MIN) this.#cancel = this.#idle.set(QUIET_MS, () => this.#freeAll());
  }

  #freeAll(): void {
    this.#bytes = 0;
    this.#memory.collect('all');
  }
}
