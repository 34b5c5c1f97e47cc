import type { Clock } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { PullFaults } from './faults/pull-faults.ts';
import type { ImageListener } from './image-listener.ts';

/** Result of a pull. `totalMs` includes the wait for earlier pulls. */
export interface PullResult {
  readonly sizeBytes: number;
  readonly pullMs: number;
  readonly totalMs: number;
  /** True if only the image's name is known. */
  readonly isStandIn?: true;
}

/**
 * Limits concurrent pulls of a node, in order of request. Models `serialImagePuller` (one at a time) and `parallelImagePuller` of
 * `pkg/kubelet/images/puller.go`.
 */
export class ImagePuller {
  readonly #runtime: ContainerRuntime;
  readonly #clock: Clock;
  readonly #listener: ImageListener;
  readonly #faults: PullFaults | undefined;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** `parallel`: maximum number of concurrent pulls. */
  constructor(
    runtime: ContainerRuntime,
    clock: Clock,
    { parallel, listener, faults }: { parallel: number; listener: ImageListener; faults?: PullFaults },
  ) {
    this.#runtime = runtime;
    this.#clock = clock;
    this.#free = parallel;
    this.#listener = listener;
    this.#faults = faults;
  }

  /** Pulls an image. Rejects like the runtime's pull. */
  async pull(image: string): Promise<PullResult> {
    const requestedAt = this.#clock.now();
    await this.#turn();
    try {
      this.#faults?.check(image);
      const { sizeBytes, tookMs, isStandIn } = await this.#runtime.pullImage(image);
      this.#listener.imagesChanged();
      return { sizeBytes, pullMs: tookMs, totalMs: this.#clock.now() - requestedAt, ...(isStandIn && { isStandIn }) };
    } finally {
      this.#next();
    }
  }

  /** Adds images that a copied node had, perhaps not yet in its status. */
  restore(images: readonly string[]): void {
    this.#runtime.restoreImages(images);
    this.#listener.imagesChanged();
  }

  #turn(): Promise<void> {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
    return Promise.resolve();
  }

  /** After any result, the oldest waiting pull starts. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
