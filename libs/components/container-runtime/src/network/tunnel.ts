import type { BusSession, BusSessionOptions, SessionEnd, SessionPart } from '@klockwork/bus';
import { StoppedError, type StopSignal } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { TcpEnd } from './tcp-end.ts';

/** What a session is made with. */
type Handlers = Pick<BusSessionOptions, 'onPart' | 'onEnd'>;

/** The one channel of such a session. */
const DATA = 'data';

/**
 * One end of a connection that goes through a session: what is read from `near` is sent, what arrives is written to it. Both ways end
 * by themselves; a session that is over before they have is a reset, one whose other end is lost a time-out.
 */
export class Tunnel {
  readonly #near: TcpEnd;
  readonly #session: BusSession;
  readonly #crashed: (error: unknown) => void;
  #sendingEnded = false;
  #receivingEnded = false;
  #over = false;

  /** `off`: the power is lost, nothing is said any more. `crashed` receives a failure of ours, which resets the connection. */
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
    void this.#sendAll();
  }

  /** Nobody ever spoke on it, or nobody can any more. */
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

  /** The near end was broken off, or lets go of what still comes: the far end is told so. */
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
