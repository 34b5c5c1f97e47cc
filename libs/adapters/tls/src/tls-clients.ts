import { type ConnectionOptions, connect } from 'node:tls';
import type { Activity } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { DialErrors, HostTls, TlsClients } from '@klockwork/userland';
import { ConnectionStream } from './connection-stream.ts';
import { outboundFailure } from './outbound-failure.ts';
import { StreamConnection } from './stream-connection.ts';

/** Dependencies of {@link NodeTlsClients}. */
export interface TlsClientParts {
  readonly activity: Activity;
  readonly errors: DialErrors;
}

/** TLS by Node's own implementation, over connections of the lab. */
export class NodeTlsClients implements TlsClients {
  readonly #parts: TlsClientParts;

  constructor(parts: TlsClientParts) {
    this.#parts = parts;
  }

  connect(connection: Connection, tls: HostTls): Promise<Connection> {
    const { activity, errors } = this.#parts;
    return handshake(new ConnectionStream(connection, activity), tls, errors);
  }
}

function handshake(stream: ConnectionStream, tls: HostTls, errors: DialErrors): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let brokenError: Error | undefined;
    // Listens first: the failure of the connection below precedes that of TLS.
    stream.once('error', (error) => {
      brokenError = error;
    });
    const socket = connect({ socket: stream, ...optionsOf(tls) });
    const fail = (error: Error) => {
      reject(brokenError ?? errors.tls(outboundFailure(error).message));
      socket.destroy();
    };
    const closed = () => fail(new Error('EOF'));
    socket.once('error', fail).once('close', closed);
    socket.once('secureConnect', () => {
      socket.off('error', fail).off('close', closed);
      resolve(new StreamConnection(socket, errors));
    });
  });
}

function optionsOf({ serverName, authorities, isUnverified = false, client }: HostTls): ConnectionOptions {
  return {
    servername: serverName,
    rejectUnauthorized: !isUnverified,
    ALPNProtocols: ['http/1.1'],
    ...(authorities !== undefined && { ca: authorities }),
    ...(client && { cert: client.certificate, key: client.key }),
  };
}
