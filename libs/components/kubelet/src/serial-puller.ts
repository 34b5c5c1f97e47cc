import type { Clock } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';

/** What a pull brought. `totalMs` includes the wait for the pulls before it. */
export interface Pulled {
  readonly sizeBytes: number;
  readonly pullMs: number;
  readonly totalMs: number;
}

/** One pull at a time on a node, in the order they were asked for. Models `serialImagePuller` of `pkg/kubelet/images/puller.go`. */
export class SerialPuller {
  readonly #runtime: ContainerRuntime;
  readonly #clock: Clock;
  readonly #pulled: () => void;
  #last: Promise<unknown> = Promise.resolve();

  /** `pulled` is called after each pull that succeeded. */
  constructor(runtime: ContainerRuntime, clock: Clock, pulled: () => void) {
    this.#pulled = pulled;
    this.#runtime = runtime;
    this.#clock = clock;
  }

  /** Rejects as the runtime's pull does. */
  pull(image: string): Promise<Pulled> {
    const askedAt = this.#clock.now();
    const pulling = this.#last.then(async () => {
      const { sizeBytes, tookMs } = await this.#runtime.pullImage(image);
      this.#pulled();
      return { sizeBytes, pullMs: tookMs, totalMs: this.#clock.now() - askedAt };
    });
    // The next pull waits for the end of this one, however it ends; whoever asked for this one hears of a failure.
    this.#last = pulling.then(
      () => undefined,
      () => undefined,
    );
    return pulling;
  }
}
