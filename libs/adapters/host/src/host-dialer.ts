import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';
import { type Activity, byteString, bytesOf, type HostTimer, type Release, StoppedError, type StopSignal } from '@klockwork/kernel';
import type { Connection, ConnectionFailure } from '@klockwork/pod-lifecycle';
import type { DialErrors, HostDialer, HostTls } from '@klockwork/userland';
import { tlsProblem } from './tls-failure.ts';

/** Dependencies of {@link TcpDialer}. */
export interface TcpDialerParts {
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly errors: DialErrors;
}

/** Max host time in ms for which lab time waits for a silent program. */
const SILENCE_MS_MAX = 2_000;
const REASON = 'a program of the host';

/** Failures by system error code; others count as `unreachable`. */
const FAILURES: Readonly<Record<string, ConnectionFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
};

/** TCP connections to programs on this machine. Lab time waits for a connection, and after each write for the next bytes, at most 2 s. */
export class TcpDialer implements HostDialer {
  readonly #parts: TcpDialerParts;

  constructor(parts: TcpDialerParts) {
    this.#parts = parts;
  }

  dial({ host, port }: { readonly host: string; readonly port: number }, stop: StopSignal, tls?: HostTls): Promise<Connection> {
    if (stop.stopped) return Promise.reject(new StoppedError());
    const { activity, errors } = this.#parts;
    const address = { host, port, noDelay: true, allowHalfOpen: true };
    const socket = tls === undefined ? connect(address) : connectTls({ ...address, ...tlsOptions(tls) });
    const opened = new Promise<Connection>((resolve, reject) => {
      const forget = stop.onStop(() => {
        socket.destroy();
        reject(new StoppedError());
      });
      socket.once('error', (error) => {
        forget();
        reject(failureOf(error, errors));
      });
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
        forget();
        resolve(new HostConnection(socket, this.#parts));
      });
    });
    return activity.track(REASON, opened);
  }
}

/** End of a TCP connection to a program of this machine. */
class HostConnection implements Connection {
  readonly #socket: Socket;
  readonly #parts: TcpDialerParts;
  readonly #chunks: AsyncIterator<Buffer>;
  #closed = false;
  #release: Release = () => {};

  constructor(socket: Socket, parts: TcpDialerParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#chunks = socket[Symbol.asyncIterator]();
    // Errors are reported by reads and writes.
    socket.on('error', () => {});
    socket.once('close', () => this.#release());
  }

  async read(): Promise<string | undefined> {
    if (this.#closed) throw new StoppedError();
    try {
      const { done, value } = await this.#chunks.next();
      this.#release();
      return done ? undefined : byteString(value);
    } catch (error) {
      throw this.#closed ? new StoppedError() : failureOf(error, this.#parts.errors);
    }
  }

  write(bytes: string): Promise<void> | undefined {
    if (this.#closed) return Promise.reject(new StoppedError());
    if (this.#socket.destroyed) return Promise.reject(this.#parts.errors.connection('reset'));
    this.#hold();
    if (this.#socket.write(bytesOf(bytes))) return undefined;
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#socket.off('drain', settle).off('close', settle);
        if (this.#socket.destroyed) reject(this.#parts.errors.connection('reset'));
        else resolve();
      };
      this.#socket.on('drain', settle).on('close', settle);
    });
  }

  end(): void {
    this.#socket.end();
  }

  close(): void {
    this.#closed = true;
    this.#socket.end(() => this.#socket.destroy());
  }

  reset(): void {
    this.#closed = true;
    if (this.#socket instanceof TLSSocket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  /** Holds lab time until the program sends bytes. */
  #hold(): void {
    this.#release();
    const release = this.#parts.activity.hold(REASON);
    const cancel = this.#parts.host.set(SILENCE_MS_MAX, release);
    this.#release = () => {
      cancel();
      release();
    };
  }
}

function tlsOptions({ serverName, authorities, isUnverified = false, client }: HostTls): ConnectionOptions {
  return {
    servername: serverName,
    rejectUnauthorized: !isUnverified,
    ALPNProtocols: ['http/1.1'],
    ...(authorities !== undefined && { ca: authorities }),
    ...(client && { cert: client.certificate, key: client.key }),
  };
}

function failureOf(error: unknown, errors: DialErrors): Error {
  const problem = tlsProblem(error);
  if (problem !== undefined) return errors.tls(problem);
  return errors.connection(FAILURES[(error as NodeJS.ErrnoException).code ?? ''] ?? 'unreachable');
}
