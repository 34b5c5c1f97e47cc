import type { Clock } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';

/** What a pull brought. `totalMs` includes the wait for the pulls before it. */
export interface Pulled {
  readonly sizeBytes: number;
  readonly pullMs: number;
  readonly totalMs: number;
  /** Nothing is known of the image but its name. */
  readonly isStandIn?: true;
}

/**
 * So many pulls at a time on a node, in the order they were asked for. Models `serialImagePuller` (one at a time) and `parallelImagePuller`
 * of `pkg/kubelet/images/puller.go`.
 */
export class ImagePuller {
  readonly #runtime: ContainerRuntime;
  readonly #clock: Clock;
  readonly #pulled: () => void;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** `pulled` is called after each pull that succeeded. */
  constructor(runtime: ContainerRuntime, clock: Clock, { parallel, pulled }: { parallel: number; pulled(): void }) {
    this.#runtime = runtime;
    this.#clock = clock;
    this.#free = parallel;
    this.#pulled = pulled;
  }

  /** Rejects as the runtime's pull does. */
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

  /** However a pull ends, the one that waits longest has its turn. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
