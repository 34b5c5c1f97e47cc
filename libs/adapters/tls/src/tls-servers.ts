import { TLSSocket } from 'node:tls';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { DialErrors, TlsKeyPair, TlsServers } from '@klockwork/userland';
import { ConnectionStream } from './connection-stream.ts';
import { StreamConnection } from './stream-connection.ts';

/** TLS by Node's own implementation, over connections of the lab. */
export class NodeTlsServers implements TlsServers {
  readonly #errors: DialErrors;

  constructor({ errors }: { readonly errors: DialErrors }) {
    this.#errors = errors;
  }

  accept(connection: Connection, { certificate, key }: TlsKeyPair): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const stream = new ConnectionStream(connection);
      const socket = new TLSSocket(stream, { isServer: true, cert: certificate, key, ALPNProtocols: ['http/1.1'] });
      const fail = (error?: Error) => {
        reject(this.#errors.tls(error?.message ?? 'EOF'));
        socket.destroy();
      };
      socket.once('error', fail).once('close', fail);
      // A client may leave before the end of the handshake.
      stream.once('end', fail);
      socket.once('secure', () => {
        socket.off('error', fail).off('close', fail);
        stream.off('end', fail);
        resolve(new StreamConnection(socket, this.#errors));
      });
    });
  }
}
