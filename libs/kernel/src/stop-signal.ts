/** Says when to stop. A reader; {@link StopSource} is the writer. */
export interface StopSignal {
  readonly stopped: boolean;
  /** Calls `listener` once, at once when already stopped. The result takes the listener off. */
  onStop(listener: () => void): () => void;
}

/** The end of a StopSignal that stops it. Stopping twice is harmless. */
export class StopSource implements StopSignal {
  #stopped = false;
  /** Made when somebody listens: of many nobody ever does. */
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

  /** A source that stops when `parent` does, or on its own. */
  static under(parent: StopSignal): StopSource {
    const child = new StopSource();
    const release = parent.onStop(() => child.stop());
    child.onStop(release);
    return child;
  }
}

/** V8's: how much of the stack an error takes down when it is made. */
const errors = Error as ErrorConstructor & { stackTraceLimit?: number };

/**
 * Thrown by a wait that ended because its StopSignal was stopped. It has no stack: it is no mistake, it is made by the thousand, and to
 * take the stack down is what most of its time would go to.
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
