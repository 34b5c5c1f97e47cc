/** Queue of byte parts for a single reader. */
export class PartQueue {
  #parts: string[] = [];
  #over: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  add(bytes: string): void {
    this.#parts.push(bytes);
    this.#wake?.();
  }

  end(): void {
    this.#over ??= { error: undefined };
    this.#wake?.();
  }

  /** Ends the queue with an error, delivered after the queued parts. */
  fail(error: Error): void {
    this.#over ??= { error };
    this.#wake?.();
  }

  /** Yields parts until the end; `taken` receives the byte count of each consumed part. */
  async *read(taken: (bytes: number) => void): AsyncGenerator<string> {
    for (;;) {
      const part = this.#parts.shift();
      if (part !== undefined) {
        yield part;
        taken(part.length);
      } else if (this.#over === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else if (this.#over.error === undefined) return;
      else throw this.#over.error;
    }
  }
}
