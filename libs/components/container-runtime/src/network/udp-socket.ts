import { StoppedError } from '@klockwork/kernel';
import type { Datagram, DatagramSocket, Endpoint } from '@klockwork/userland';

/** Max queued bytes of a socket; more are dropped. Models `net.core.rmem_default`. */
const QUEUE_BYTES_MAX = 212_992;

export class UdpSocket implements DatagramSocket {
  readonly local: Endpoint;
  readonly #onClose: () => void;
  readonly #queue: Datagram[] = [];
  #queued = 0;
  #receiving: { resolve(datagram: Datagram): void; reject(error: Error): void } | undefined;
  #closed = false;

  constructor(local: Endpoint, onClose: () => void) {
    this.local = local;
    this.#onClose = onClose;
  }

  /** Next datagram, for one waiting caller at a time. Rejects with StoppedError once closed. */
  receive(): Promise<Datagram> {
    if (this.#closed) return Promise.reject(new StoppedError());
    const first = this.#queue.shift();
    this.#queued -= first?.bytes.length ?? 0;
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      this.#receiving = { resolve, reject };
    });
  }

  /** Queues a received datagram. */
  add(datagram: Datagram): void {
    const receiving = this.#receiving;
    this.#receiving = undefined;
    if (receiving !== undefined) receiving.resolve(datagram);
    else if (this.#queued + datagram.bytes.length <= QUEUE_BYTES_MAX) {
      this.#queue.push(datagram);
      this.#queued += datagram.bytes.length;
    }
  }

  /** Closing twice is harmless. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
    this.#receiving?.reject(new StoppedError());
  }
}
