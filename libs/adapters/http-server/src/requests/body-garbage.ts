import type { Cancel, HostTimer } from '@klockwork/kernel';

/** Frees memory: `young` garbage is cheap to collect, `all` garbage stops the process for tens of milliseconds. */
export type CollectGarbage = (garbage: 'young' | 'all') => void;

/** Bytes of bodies after which a quiet server collects all garbage. */
export const OLD_BYTES_MIN = 32 * 1_024 * 1_024;
/** Time without a large body after which a server is quiet, in ms of host time. */
export const QUIET_MS = 1_000;

/**
 * Garbage of large bodies. Requests that wait for room outlive V8's young space, with the buffers of their connections. V8 would collect
 * them only once its heap has doubled, which may never happen in a quiet lab.
 */
export class BodyGarbage {
  readonly #collect: CollectGarbage;
  readonly #idle: HostTimer;
  #bytes = 0;
  #cancel: Cancel = () => {};

  /** `idle` must not keep the process alive. */
  constructor(collect: CollectGarbage, idle: HostTimer) {
    this.#collect = collect;
    this.#idle = idle;
  }

  /** Frees the memory of an answered body. */
  free(bytes: number): void {
    this.#collect('young');
    this.#bytes += bytes;
    this.#cancel();
    if (this.#bytes >= OLD_BYTES_MIN) this.#cancel = this.#idle.set(QUIET_MS, () => this.#freeAll());
  }

  #freeAll(): void {
    this.#bytes = 0;
    this.#collect('all');
  }
}
