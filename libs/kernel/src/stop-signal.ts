/** Says when to stop. A reader; {@link StopSource} is the writer. */
export interface StopSignal {
  readonly stopped: boolean;
  /** Calls `listener` once, at once when already stopped. The result takes the listener off. */
  onStop(listener: () => void): () => void;
}

/** The end of a StopSignal that stops it. Stopping twice is harmless. */
export class StopSource implements StopSignal {
  #stopped = false;
  readonly #listeners = new Set<() => void>();

  get stopped(): boolean {
    return this.#stopped;
  }

  onStop(listener: () => void): () => void {
    if (this.#stopped) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
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

/** Thrown by a wait that ended because its StopSignal was stopped. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  constructor() {
    super('stopped');
  }
}
