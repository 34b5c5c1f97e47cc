import type { BusSession, BusSessionOptions, SessionEnd, SessionPart } from '@klockwork/bus';
import { StoppedError, type StopSignal } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { TcpEnd } from './tcp-end.ts';

type Handlers = Pick<BusSessionOptions, 'onPart' | 'onEnd'>;

/** Only channel of a tunnel session. */
const DATA = 'data';

/**
 * Connection end tunnelled through a session: bytes from `near` are sent, received bytes are written to it. Both directions end
 * independently. An early session end is a reset; a lost peer is a timeout.
 */
export class Tunnel {
  readonly #near: TcpEnd;
  readonly #session: BusSession;
  readonly #crashed: (error: unknown) => void;
  #sendingEnded = false;
  #receivingEnded = false;
  #over = false;

  /** `off`: power loss, after which nothing is sent. `crashed` receives a bug of ours, which resets the connection. */
  constructor(near: TcpEnd, open: (handlers: Handlers) => BusSession, off: StopSignal, crashed: (error: unknown) => void) {
    this.#near = near;
    this.#crashed = crashed;
    this.#session = open({ onPart: (part) => this.#arrived(part), onEnd: (end) => this.#ended(end) });
    const forget = off.onStop(() => this.discard());
    this.#forget = forget;
  }

  readonly #forget: () => void;

  /** The other end listens now. */
  begin(): void {
    this.#session.begin();
    void this.#sendAll();
  }

  /** Ends an unused or unusable session. */
  discard(): void {
    this.#finish();
    this.#session.discard();
  }

  async #sendAll(): Promise<void> {
    try {
      for (let bytes = await this.#near.read(); bytes !== undefined; bytes = await this.#near.read()) {
        await this.#session.send(DATA, bytes);
      }
    } catch (error) {
      this.#broken(error);
      return;
    }
    this.#session.end(DATA);
    this.#sendingEnded = true;
    this.#closeIfDone();
  }

  #arrived({ bytes }: SessionPart): void {
    if (bytes === undefined) {
      this.#receivingEnded = true;
      this.#near.end();
      this.#closeIfDone();
      return;
    }
    const wait = this.#near.write(bytes);
    if (wait === undefined) this.#session.taken(bytes.length);
    else
      void wait.then(
        () => this.#session.taken(bytes.length),
        (error: unknown) => this.#broken(error),
      );
  }

  /** Reports a broken or closed near end to the far end. */
  #broken(error: unknown): void {
    if (!(error instanceof ConnectionError) && !(error instanceof StoppedError)) this.#crashed(error);
    if (this.#over) return;
    this.#finish();
    this.#session.abort();
    this.#near.reset();
  }

  #ended(end: SessionEnd): void {
    if (this.#over) return;
    this.#finish();
    if (!this.#sendingEnded || !this.#receivingEnded) this.#near.fail(end === 'lost' ? 'timeout' : 'reset');
  }

  #closeIfDone(): void {
    if (!this.#sendingEnded || !this.#receivingEnded) return;
    this.#finish();
    this.#session.close();
  }

  #finish(): void {
    this.#over = true;
    this.#forget();
  }
}
