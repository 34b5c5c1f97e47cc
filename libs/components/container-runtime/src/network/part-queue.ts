/** Bytes that come in parts, for one who reads them one after the other. */
export class PartQueue {
  #parts: string[] = [];
  #over: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  add(bytes: string): void {
    this.#parts.push(bytes);
    this.#wake?.();
  }

  /** Nothing comes any more. */
  end(): void {
    this.#over ??= { error: undefined };
    this.#wake?.();
  }

  /** It breaks off: who reads is told, after what had come. */
  fail(error: Error): void {
    this.#over ??= { error };
    this.#wake?.();
  }

  /** The parts until the end; `taken` is told of each that is used up. */
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
