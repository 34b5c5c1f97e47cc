import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Activity } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { AcceptedTls, DialErrors, TlsKeyPair, TlsServers } from '@klockwork/userland';
import { ConnectionStream } from './connection-stream.ts';
import { StreamConnection } from './stream-connection.ts';

/** TLS by Node's own implementation, over connections of the lab. */
export class NodeTlsServers implements TlsServers {
  readonly #errors: DialErrors;
  readonly #activity: Activity;

  constructor({ errors, activity }: { readonly errors: DialErrors; readonly activity: Activity }) {
    this.#errors = errors;
    this.#activity = activity;
  }

  accept(connection: Connection, { certificate, key }: TlsKeyPair, clientAuthorities?: string): Promise<AcceptedTls> {
    return new Promise((resolve, reject) => {
      const stream = new ConnectionStream(connection, this.#activity);
      const fail = (error?: Error) => {
        reject(this.#errors.tls(error?.message ?? 'EOF'));
        stream.destroy();
      };
      const own = { cert: certificate, key, ALPNProtocols: ['http/1.1'] };
      const server = createServer({ ...own, ...clientOptions(clientAuthorities) }, (socket) => {
        stream.off('end', fail).off('close', fail);
        resolve(new AcceptedConnection(socket, this.#errors));
      });
      server.once('tlsClientError', fail);
      // A client may leave before the end of the handshake.
      stream.once('end', fail).once('close', fail);
      server.emit('connection', stream);
    });
  }
}

/** Accepted connection, and the name of its client. */
class AcceptedConnection extends StreamConnection implements AcceptedTls {
  readonly clientName: string | undefined;

  constructor(socket: TLSSocket, errors: DialErrors) {
    super(socket, errors);
    this.clientName = socket.authorized ? commonName(socket.getPeerCertificate().subject?.CN) : undefined;
  }
}

function commonName(name: string | string[] | undefined): string | undefined {
  return typeof name === 'string' ? name : name?.[0];
}

function clientOptions(authorities: string | undefined): TlsOptions {
  return authorities === undefined ? {} : { requestCert: true, rejectUnauthorized: false, ca: authorities };
}
