import type { HostClient } from '@klockwork/http-api';
import { type ByteSource, ConnectionError } from '@klockwork/pod-lifecycle';

/** Bytes of a client of the lab's machine. Max one chunk waits; the client sends the next one once this was read. */
export class ClientBytes implements ByteSource {
  readonly #client: HostClient;
  #chunk: string | undefined;
  #isAtEnd = false;
  #wake: () => void = () => {};
  #taken: () => void = () => {};

  constructor(client: HostClient) {
    this.#client = client;
    client.gone.onStop(() => this.#wake());
    client.receive(
      (bytes) => this.#receive(bytes),
      () => {
        this.#isAtEnd = true;
        this.#wake();
      },
    );
  }

  /** Rejects with ConnectionError once the client is gone. */
  async read(): Promise<string | undefined> {
    while (this.#chunk === undefined) {
      if (this.#isAtEnd) return undefined;
      if (this.#client.gone.stopped) throw new ConnectionError('reset');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = this.#chunk;
    this.#chunk = undefined;
    this.#taken();
    return bytes;
  }

  #receive(bytes: string): Promise<void> {
    this.#chunk = bytes;
    const consumption = new Promise<void>((resolve) => {
      this.#taken = resolve;
    });
    this.#wake();
    return consumption;
  }
}
