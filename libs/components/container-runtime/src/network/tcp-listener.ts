import { type LabTime, StoppedError } from '@klockwork/kernel';
import type { Endpoint, ListeningSocket, ListenOptions } from '@klockwork/userland';
import type { TcpEnd } from './tcp-end.ts';

/** Backlog of unaccepted connections. Models `net.core.somaxconn`. */
const BACKLOG = 4_096;

/** Listening socket with a kernel-like backlog. */
export class TcpListener implements ListeningSocket {
  readonly local: Endpoint;
  readonly program: string;
  readonly #opensAt: LabTime;
  readonly #onClose: () => void;
  readonly #queue: TcpEnd[] = [];
  #accepting: { resolve(end: TcpEnd): void; reject(error: Error): void } | undefined;
  #closed = false;

  constructor(local: Endpoint, { opensAt = 0, program = '' }: ListenOptions, onClose: () => void) {
    this.local = local;
    this.program = program;
    this.#opensAt = opensAt;
    this.#onClose = onClose;
  }

  /** Returns whether a new connection would be accepted now. */
  takes(now: LabTime): boolean {
    return !this.#closed && now >= this.#opensAt && this.#queue.length < BACKLOG;
  }

  /** Queues a new connection. */
  add(end: TcpEnd): void {
    const accepting = this.#accepting;
    this.#accepting = undefined;
    if (accepting === undefined) this.#queue.push(end);
    else accepting.resolve(end);
  }

  /** Next connection, for one waiting caller at a time. Rejects with StoppedError once closed. */
  accept(): Promise<TcpEnd> {
    if (this.#closed) return Promise.reject(new StoppedError());
    const first = this.#queue.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      this.#accepting = { resolve, reject };
    });
  }

  /** Closes it; who was not accepted yet is reset. Closing twice is harmless. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
    for (const end of this.#queue.splice(0)) end.reset();
    this.#accepting?.reject(new StoppedError());
    this.#accepting = undefined;
  }
}
