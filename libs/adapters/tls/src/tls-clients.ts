import { type ConnectionOptions, connect } from 'node:tls';
import type { Activity, HostTimer } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { DialErrors, HostTls, TlsClients } from '@klockwork/userland';
import { ConnectionStream } from './connection-stream.ts';
import { HeldConnection } from './held-connection.ts';
import { outboundFailure } from './outbound-failure.ts';
import { StreamConnection } from './stream-connection.ts';

/** Max host time in ms for which lab time waits for a handshake. */
const HANDSHAKE_MS_MAX = 2_000;

/** Dependencies of {@link NodeTlsClients}. */
export interface TlsClientParts {
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly errors: DialErrors;
}

/** TLS by Node's own implementation, over connections of the lab. Lab time waits for handshakes and answers, at most 2 s each. */
export class NodeTlsClients implements TlsClients {
  readonly #parts: TlsClientParts;

  constructor(parts: TlsClientParts) {
    this.#parts = parts;
  }

  async connect(connection: Connection, tls: HostTls): Promise<Connection> {
    const { activity, host, errors } = this.#parts;
    const release = activity.hold('a handshake with a program of the lab');
    const cancel = host.set(HANDSHAKE_MS_MAX, release);
    try {
      return new HeldConnection(await handshake(connection, tls, errors), this.#parts);
    } finally {
      cancel();
      release();
    }
  }
}

function handshake(connection: Connection, tls: HostTls, errors: DialErrors): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const stream = new ConnectionStream(connection);
    let broken: Error | undefined;
    // Listens first: the failure of the connection below precedes that of TLS.
    stream.once('error', (error) => {
      broken = error;
    });
    const socket = connect({ socket: stream, ...optionsOf(tls) });
    const fail = (error: Error) => {
      reject(broken ?? errors.tls(outboundFailure(error).message));
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
