import type { Clock } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';

/** Result of a pull. `totalMs` includes the wait for earlier pulls. */
export interface Pulled {
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
  readonly #pulled: () => void;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** `pulled` is called after each successful pull. */
  constructor(runtime: ContainerRuntime, clock: Clock, { parallel, pulled }: { parallel: number; pulled(): void }) {
    this.#runtime = runtime;
    this.#clock = clock;
    this.#free = parallel;
    this.#pulled = pulled;
  }

  /** Pulls an image. Rejects like the runtime's pull. */
  async pull(image: string): Promise<Pulled> {
    const askedAt = this.#clock.now();
    await this.#turn();
    try {
      const { sizeBytes, tookMs, isStandIn } = await this.#runtime.pullImage(image);
      this.#pulled();
      return { sizeBytes, pullMs: tookMs, totalMs: this.#clock.now() - askedAt, ...(isStandIn && { isStandIn }) };
    } finally {
      this.#next();
    }
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
