import { FileError, type Files } from '@klockwork/files';
import type { Connection } from '@klockwork/pod-lifecycle';
import { acceptEach } from '../../network/accept-each.ts';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import { TlsError } from '../../network/host-dialer.ts';
import { HttpReader } from '../../network/http/http-reader.ts';
import { type ChunkedAnswer, type HttpRequest, plainToTls, serveHttp } from '../../network/http/http-server.ts';
import { peekedConnection } from '../../network/peeked-connection.ts';
import { ReadAhead } from '../../network/read-ahead.ts';
import { SocketError } from '../../network/socket-error.ts';
import { greetClient, isEmulated } from '../../network/tls.ts';
import type { TlsKeyPair } from '../../network/tls-servers.ts';
import type { Process } from '../../process.ts';
import type { Call } from '../call.ts';
import { flagOf } from '../flags.ts';

/** Record type of a TLS handshake. */
const HANDSHAKE = '\x16';

/** HTTPS server of a program. */
export interface HttpsService {
  /** Name that `ss` and `netstat` print. */
  readonly program: string;
  readonly port: number;
  readonly keyPair: TlsKeyPair;
  /** Authorities of client certificates in PEM; absent: clients need none. */
  readonly clientAuthorities?: string | undefined;
  /** Answers a request. `clientName`: common name in the client's trusted certificate. */
  answer(request: HttpRequest, clientName: string | undefined): Promise<ChunkedAnswer> | ChunkedAnswer;
}

/**
 * Serves HTTPS until the process ends. Clients inside the lab may speak emulated TLS; all others complete a real handshake. Throws
 * SocketError for a used port.
 */
export async function serveHttps(process: Process, service: HttpsService): Promise<never> {
  const { program, port } = service;
  const socket = process.machine.network.listen({ address: ANY_ADDRESS, port }, { program });
  process.killed.onStop(() => socket.close());
  await acceptEach(process, socket, (connection) => serveConnection(process, connection, service));
  return process.untilKilled();
}

async function serveConnection(process: Process, connection: Connection, service: HttpsService): Promise<void> {
  const source = new ReadAhead(connection);
  const answerTo = (clientName: string | undefined) => (request: HttpRequest) => service.answer(request, clientName);
  if ((await source.peek(1)) !== HANDSHAKE) return serveHttp(connection, new HttpReader(source), plainToTls);
  if (await isEmulated(source)) {
    await greetClient(connection, source, async () => undefined);
    return serveHttp(connection, new HttpReader(source), answerTo(undefined));
  }
  const { tls } = process.machine.node;
  if (tls === undefined) return connection.reset();
  try {
    const plain = await tls.accept(peekedConnection(connection, source), service.keyPair, service.clientAuthorities);
    await serveHttp(plain, new HttpReader(plain), answerTo(plain.clientName));
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
  }
}

/** Returns the key pair of `--tls-cert-file` and `--tls-private-key-file`, or Go's message for a missing file. */
export function readKeyPair({ files, args }: Call): TlsKeyPair | string {
  const [certificateFile = '', keyFile = ''] = ['tls-cert-file', 'tls-private-key-file'].map((name) => flagOf(args, name) ?? '');
  return keyPairIn(files, certificateFile, keyFile);
}

/** Returns the key pair of two files, or Go's message for a missing file. */
export function keyPairIn(files: Files, certificateFile: string, keyFile: string): TlsKeyPair | string {
  try {
    return { certificate: files.read(certificateFile), key: files.read(keyFile) };
  } catch (error) {
    if (error instanceof FileError) return `open ${certificateFile}: ${error.message.toLowerCase()}`;
    throw error;
  }
}

/** Runs a server of a Go program, and reports its failure in the words of Go. */
export async function reportFailure(call: Call, port: number, serve: () => Promise<number>): Promise<number> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return call.complain(`listen tcp :${port}: bind: address already in use`);
  }
}
