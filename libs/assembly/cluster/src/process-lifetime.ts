/**
 * Lifetime of a process, for all its ports. After its end no awaited promise settles: code stops where it stands, as after SIGKILL, and
 * becomes garbage.
 */
export class ProcessLifetime {
  readonly #endings = new Set<() => void>();
  #alive = true;

  get alive(): boolean {
    return this.#alive;
  }

  /** Kills. Calls each listener once. */
  end(): void {
    this.#alive = false;
    const endings = [...this.#endings];
    this.#endings.clear();
    for (const ending of endings) ending();
  }

  /** Registers a listener for the end. Returns a function that removes the listener. */
  onEnd(listener: () => void): () => void {
    this.#endings.add(listener);
    return () => this.#endings.delete(listener);
  }

  /** Settles like `work` during the lifetime, never afterwards. */
  whileAlive<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => this.#alive && resolve(value),
        (error) => this.#alive && reject(error),
      );
    });
  }
}
