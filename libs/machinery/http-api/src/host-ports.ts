import type { StopSignal } from '@klockwork/kernel';

/** Accepted connection of a program on the machine of the lab. Bytes are byte strings. */
export interface HostClient {
  /** Stops when the connection is closed. */
  readonly gone: StopSignal;
  /** Sets the receiver of bytes, and of the end of the client's direction. The next bytes wait for the returned promise. */
  receive(bytes: (bytes: string) => Promise<void> | undefined, end: () => void): void;
  /** Sends bytes. Returns a promise while the client is slow. */
  send(bytes: string): Promise<void> | undefined;
  /** Ends this direction. */
  end(): void;
  /** Aborts the connection. */
  reset(): void;
}

/** Address on the loopback network of the lab's machine. */
export interface LoopbackAddress {
  readonly host: string;
  readonly port: number;
}

/** Listening port. */
export interface OpenHostPort {
  readonly address: LoopbackAddress;
  close(): Promise<void>;
}

/** Private key and certificate of a TLS server, as PEM. */
export interface HostKeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Receiver of TLS connections. */
export interface TlsAcceptor {
  /** Returns the certificate for a name of the client (SNI); undefined, or an unusable one, leads to a self-signed certificate. */
  readonly keysOf: (serverName: string) => HostKeyPair | undefined;
  readonly accept: (client: HostClient) => void;
}

/** Listens on the loopback network of the lab's machine. */
export interface HostPorts {
  /**
   * Listens on `wanted`. An address that is in use, forbidden or absent is replaced by a free port of 127.0.0.1, which is stored for `key`.
   * Rejects with the system's error.
   */
  listen(key: string, wantedAddress: LoopbackAddress, accept: (client: HostClient) => void): Promise<OpenHostPort>;
  /** Listens like `listen`, and speaks TLS with each client first. */
  listenTls(key: string, wantedAddress: LoopbackAddress, tls: TlsAcceptor): Promise<OpenHostPort>;
}
