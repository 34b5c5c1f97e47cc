import type { SpdyFrame, SpdyHeaders } from './frame.ts';
import { RST_STATUS } from './frame.ts';

/** Receiver of a stream's events. Only `reset` can follow `end`; nothing follows `reset`. */
export interface SpdyListener {
  /** Receives bytes. The reader of the connection awaits the returned promise. */
  data(bytes: Uint8Array): Promise<void> | undefined;
  end(): void;
  /** Reports a reset by the peer, or a lost connection. */
  reset(): void;
}

/** Connection of a stream. */
interface StreamCarrier {
  send(frame: SpdyFrame): Promise<void> | undefined;
  /** Removes a stream that ended in both directions. */
  forget(stream: number): void;
}

/** Stream of a connection: bytes in two directions with separate ends. Bytes written after the end are dropped. */
export class SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  readonly #carrier: StreamCarrier;
  #listener: SpdyListener | undefined;
  #own: 'open' | 'ended' = 'open';
  #other: 'open' | 'ended' = 'open';

  constructor(id: number, headers: SpdyHeaders, carrier: StreamCarrier) {
    this.id = id;
    this.headers = headers;
    this.#carrier = carrier;
  }

  /** Sends bytes. Returns a promise while the peer is slow. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#own === 'ended' || bytes.length === 0) return undefined;
    return this.#carrier.send({ type: 'data', stream: this.id, fin: false, bytes });
  }

  /** Ends this side's direction. */
  end(): void {
    if (this.#own === 'ended') return;
    this.#own = 'ended';
    void this.#carrier.send({ type: 'data', stream: this.id, fin: true, bytes: new Uint8Array() });
    this.#forgetIfOver();
  }

  /** Resets both directions. */
  reset(): void {
    if (this.#isOver) return;
    void this.#carrier.send({ type: 'rst-stream', stream: this.id, status: RST_STATUS.cancel });
    [this.#own, this.#other] = ['ended', 'ended'];
    this.#forgetIfOver();
  }

  /** Sets the listener. Called by the connection. */
  heardBy(listener: SpdyListener): void {
    this.#listener = listener;
  }

  /** Passes received bytes to the listener. Called by the connection. */
  took(bytes: Uint8Array): Promise<void> | undefined {
    return this.#other === 'ended' || bytes.length === 0 ? undefined : this.#listener?.data(bytes);
  }

  /** Ends the peer's direction. Called by the connection. */
  ended(): void {
    if (this.#other === 'ended') return;
    this.#other = 'ended';
    this.#forgetIfOver();
    this.#listener?.end();
  }

  /** Ends both directions after a reset or loss. Called by the connection. */
  lost(): void {
    if (this.#isOver) return;
    [this.#own, this.#other] = ['ended', 'ended'];
    this.#forgetIfOver();
    this.#listener?.reset();
  }

  get #isOver(): boolean {
    return this.#own === 'ended' && this.#other === 'ended';
  }

  #forgetIfOver(): void {
    if (this.#isOver) this.#carrier.forget(this.id);
  }
}
