/** Pause of a node's agent, as under SIGSTOP: its work waits, and runs in order after the pause. */
export class AgentPause {
  readonly #waiting = new Set<() => void>();
  #pauses = 0;

  get paused(): boolean {
    return this.#pauses > 0;
  }

  /** Pauses the agent. Returns a function that ends this pause; the agent runs after the end of the last one. */
  begin(): () => void {
    this.#pauses += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#pauses = Math.max(0, this.#pauses - 1);
      this.#runWaiting();
    };
  }

  /** Runs `work` now, or after the pause. Returns a function that drops waiting work. */
  run(work: () => void): () => void {
    if (!this.paused) {
      work();
      return () => {};
    }
    const waiting = () => work();
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Resolves after the pause. */
  end(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }

  /** Ends all pauses before a shutdown. */
  resume(): void {
    this.#pauses = 0;
    this.#runWaiting();
  }

  #runWaiting(): void {
    for (const work of this.#waiting) {
      if (this.paused) return;
      this.#waiting.delete(work);
      work();
    }
  }
}
