import type { Activity, HostTimer, Release } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Max host time in ms for which lab time waits for a silent program. */
const SILENCE_MS_MAX = 2_000;
const REASON = 'a program of the lab';

/** Connection that holds lab time after each write until the next bytes, at most 2 s. */
export class HeldConnection implements Connection {
  readonly #inner: Connection;
  readonly #activity: Activity;
  readonly #host: HostTimer;
  #release: Release = () => {};

  constructor(inner: Connection, { activity, host }: { readonly activity: Activity; readonly host: HostTimer }) {
    this.#inner = inner;
    this.#activity = activity;
    this.#host = host;
  }

  write(bytes: string): Promise<void> | undefined {
    this.#hold();
    return this.#inner.write(bytes);
  }

  async read(): Promise<string | undefined> {
    try {
      return await this.#inner.read();
    } finally {
      this.#release();
    }
  }

  end(): void {
    this.#inner.end();
  }

  close(): void {
    this.#release();
    this.#inner.close();
  }

  reset(): void {
    this.#release();
    this.#inner.reset();
  }

  #hold(): void {
    this.#release();
    const release = this.#activity.hold(REASON);
    const cancel = this.#host.set(SILENCE_MS_MAX, release);
    this.#release = () => {
      cancel();
      release();
    };
  }
}
