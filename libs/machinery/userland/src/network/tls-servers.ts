import type { Connection } from '@klockwork/pod-lifecycle';

/** Certificate chain and private key in PEM. */
export interface TlsKeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** TLS for servers of simulated programs, with their own certificates. */
export interface TlsServers {
  /** Completes the handshake of an accepted connection; returns its plain bytes. Rejects with TlsError. */
  accept(connection: Connection, keyPair: TlsKeyPair): Promise<Connection>;
}
