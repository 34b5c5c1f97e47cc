import type { Connection } from '@klockwork/pod-lifecycle';

/** Certificate chain and private key in PEM. */
export interface TlsKeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Plain bytes of an accepted connection. */
export interface AcceptedTls extends Connection {
  /** Common name in the client's certificate, if a trusted authority signed it. */
  readonly clientName?: string | undefined;
}

/** TLS for servers of simulated programs, with their own certificates. */
export interface TlsServers {
  /**
   * Completes the handshake of an accepted connection. `clientAuthorities`, in PEM: asks the client for its certificate, which need not exist.
   * Rejects with TlsError.
   */
  accept(connection: Connection, keyPair: TlsKeyPair, clientAuthorities?: string): Promise<AcceptedTls>;
}
