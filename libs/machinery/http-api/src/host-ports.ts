import type { StopSignal } from '@klockwork/kernel';
import type { HttpApi } from './http-api.ts';

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

/** Listens on the loopback network of the lab's machine. */
export interface HostPorts {
  /**
   * Listens on `wanted`. An address that is in use, forbidden or absent is replaced by a free port of 127.0.0.1, which is stored for `key`.
   * Rejects with the system's error.
   */
  listen(key: string, wanted: LoopbackAddress, accept: (client: HostClient) => void): Promise<OpenHostPort>;
  /** Serves an API over HTTP, at an address as for `listen`. */
  serve(key: string, wanted: LoopbackAddress, api: HttpApi): Promise<OpenHostPort>;
}
