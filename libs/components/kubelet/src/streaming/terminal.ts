import type { ClientTerminal, TerminalSize } from '@klockwork/pod-lifecycle';

export class RemoteTerminal implements ClientTerminal {
  readonly #listeners = new Set<(size: TerminalSize) => void>();
  #size: TerminalSize | undefined;

  size(): TerminalSize | undefined {
    return this.#size;
  }

  onResize(listener: (size: TerminalSize) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  resized(size: TerminalSize): void {
    this.#size = size;
    for (const listener of [...this.#listeners]) listener(size);
  }
}
