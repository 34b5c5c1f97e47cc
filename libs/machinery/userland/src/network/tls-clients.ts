import type { Connection } from '@klockwork/pod-lifecycle';
import type { HostTls } from './host-dialer.ts';

/** TLS over connections of the lab, for clients outside its pods. */
export interface TlsClients {
  /** Completes the handshake; returns the plain bytes. Rejects with TlsError, and like the connection. */
  connect(connection: Connection, tls: HostTls): Promise<Connection>;
}
