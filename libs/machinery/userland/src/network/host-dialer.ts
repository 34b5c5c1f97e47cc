import type { StopSignal } from '@klockwork/kernel';
import { type Connection, ConnectionError, type ConnectionFailure } from '@klockwork/pod-lifecycle';

/** TLS of a connection. */
export interface HostTls {
  /** Name that the server's certificate must have. */
  readonly serverName: string;
  /** Trusted authorities in PEM; default: those of the host. */
  readonly authorities?: string | undefined;
  /** Accepts any certificate. */
  readonly isUnverified?: boolean | undefined;
  /** Own certificate and private key in PEM. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
}

/** Failed TLS handshake. The message is that of Go's `crypto/tls`. */
export class TlsError extends Error {
  override readonly name = 'TlsError';
}

/** Way to programs on the machine of the lab. */
export interface HostDialer {
  /**
   * Connects to a loopback address, with TLS on request. Rejects with ConnectionError: refused, without a listener. Rejects with TlsError,
   * and with StoppedError once `stop` has stopped.
   */
  dial(program: { readonly host: string; readonly port: number }, stop: StopSignal, tls?: HostTls): Promise<Connection>;
}

/** Creates the errors of a {@link HostDialer}, and of TLS in adapters. */
export interface DialErrors {
  connection(failure: ConnectionFailure): Error;
  tls(message: string): Error;
}

/** Given to adapters, so that processes without containers load neither userland nor pod life cycle. */
export const dialErrors: DialErrors = {
  connection: (failure) => new ConnectionError(failure),
  tls: (message) => new TlsError(message),
};
