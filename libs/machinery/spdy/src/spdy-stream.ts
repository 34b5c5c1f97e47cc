import type { SpdyFrame, SpdyHeaders } from './frame.ts';
import { RST_STATUS } from './frame.ts';

/** Hears what the other side says on a stream. Nothing comes after `end` but `reset`, and nothing after `reset`. */
export interface SpdyListener {
  /** Gives a promise while the bytes are not taken: who reads the connection waits for it. */
  data(bytes: Uint8Array): Promise<void> | undefined;
  end(): void;
  /** The other side gave the stream up, or the connection is gone. */
  reset(): void;
}

/** What a stream needs of its connection. */
interface StreamCarrier {
  send(frame: SpdyFrame): Promise<void> | undefined;
  /** Both ways have ended. */
  forget(stream: number): void;
}

/** One stream of a connection: bytes both ways, each of which ends by itself. What is written behind an end is dropped. */
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

  /** Sends bytes. Gives a promise while the other side is behind. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#own === 'ended' || bytes.length === 0) return undefined;
    return this.#carrier.send({ type: 'data', stream: this.id, fin: false, bytes });
  }

  /** The end of this side's way. */
  end(): void {
    if (this.#own === 'ended') return;
    this.#own = 'ended';
    void this.#carrier.send({ type: 'data', stream: this.id, fin: true, bytes: new Uint8Array() });
    this.#forgetIfOver();
  }

  /** Gives the stream up, both ways. */
  reset(): void {
    if (this.#isOver) return;
    void this.#carrier.send({ type: 'rst-stream', stream: this.id, status: RST_STATUS.cancel });
    [this.#own, this.#other] = ['ended', 'ended'];
    this.#forgetIfOver();
  }

  /** Of the connection: who hears this stream. */
  heardBy(listener: SpdyListener): void {
    this.#listener = listener;
  }

  /** Of the connection: bytes have come. */
  took(bytes: Uint8Array): Promise<void> | undefined {
    return this.#other === 'ended' || bytes.length === 0 ? undefined : this.#listener?.data(bytes);
  }

  /** Of the connection: the other side has ended its way. */
  ended(): void {
    if (this.#other === 'ended') return;
    this.#other = 'ended';
    this.#forgetIfOver();
    this.#listener?.end();
  }

  /** Of the connection: nothing comes or goes any more. */
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
