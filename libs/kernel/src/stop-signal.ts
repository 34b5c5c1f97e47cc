/** Signal to stop, for readers; {@link StopSource} is the writer. */
export interface StopSignal {
  readonly stopped: boolean;
  /** Calls `listener` once, immediately if already stopped. Returns a function that removes the listener. */
  onStop(listener: () => void): () => void;
}

/** Writer of a StopSignal. Repeated stops have no effect. */
export class StopSource implements StopSignal {
  #stopped = false;
  /** Created by the first listener: most sources have none. */
  #listeners: Set<() => void> | undefined;

  get stopped(): boolean {
    return this.#stopped;
  }

  onStop(listener: () => void): () => void {
    if (this.#stopped) {
      listener();
      return () => {};
    }
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => this.#listeners?.delete(listener);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const listeners = [...(this.#listeners ?? [])];
    this.#listeners = undefined;
    for (const listener of listeners) listener();
  }

  /** Returns a source that stops with `parent`, or alone. */
  static under(parent: StopSignal): StopSource {
    const child = new StopSource();
    const release = parent.onStop(() => child.stop());
    child.onStop(release);
    return child;
  }
}

/** V8's limit of captured stack frames per error. */
const errors = Error as ErrorConstructor & { stackTraceLimit?: number };

/**
 * Rejection of a wait whose StopSignal stopped. Has no stack: stops are no errors and numerous, and capturing stacks would dominate their
 * cost.
 */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  constructor() {
    const { stackTraceLimit } = errors;
    errors.stackTraceLimit = 0;
    super('stopped');
    if (stackTraceLimit !== undefined) errors.stackTraceLimit = stackTraceLimit;
  }
}
