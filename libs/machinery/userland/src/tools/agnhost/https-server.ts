import { FileError } from '@klockwork/files';
import type { Connection } from '@klockwork/pod-lifecycle';
import { acceptEach } from '../../network/accept-each.ts';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import { TlsError } from '../../network/host-dialer.ts';
import { HttpReader } from '../../network/http/http-reader.ts';
import { type HttpAnswer, type HttpRequest, plainToTls, serveHttp } from '../../network/http/http-server.ts';
import { peekedConnection } from '../../network/peeked-connection.ts';
import { ReadAhead } from '../../network/read-ahead.ts';
import { SocketError } from '../../network/socket-error.ts';
import { greetClient, isEmulated } from '../../network/tls.ts';
import type { TlsKeyPair } from '../../network/tls-servers.ts';
import type { Call } from '../call.ts';
import { flagOf } from './flags.ts';

/** Record type of a TLS handshake. */
const HANDSHAKE = '\x16';
const PORT = '443';

/** Answers a request at a path. */
export type Handler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

/**
 * Serves HTTPS with the certificate of `--tls-cert-file`, at `--port`, until its process ends. Unknown paths get 404. Clients inside the lab may
 * speak emulated TLS; all others complete a real handshake.
 */
export async function serveHttps(call: Call, handlers: Readonly<Record<string, Handler>>): Promise<number> {
  const { process } = call;
  const keyPair = readKeyPair(call);
  if (typeof keyPair === 'string') return fail(call, keyPair);
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  try {
    const socket = process.machine.network.listen({ address: ANY_ADDRESS, port }, { program: 'agnhost' });
    process.killed.onStop(() => socket.close());
    await acceptEach(process, socket, (connection) => serveConnection(call, connection, { keyPair, handlers }));
    return process.untilKilled();
  } catch (error) {
    if (error instanceof SocketError) return fail(call, `listen tcp :${port}: bind: address already in use`);
    throw error;
  }
}

async function serveConnection(
  { process }: Call,
  connection: Connection,
  { keyPair, handlers }: { readonly keyPair: TlsKeyPair; readonly handlers: Readonly<Record<string, Handler>> },
): Promise<void> {
  const source = new ReadAhead(connection);
  const answer = (request: HttpRequest) => answerTo(request, handlers);
  if ((await source.peek(1)) !== HANDSHAKE) return serveHttp(connection, new HttpReader(source), plainToTls);
  if (await isEmulated(source)) {
    await greetClient(connection, source, async () => undefined);
    return serveHttp(connection, new HttpReader(source), answer);
  }
  const { tls } = process.machine.node;
  if (tls === undefined) return connection.reset();
  try {
    const plain = await tls.accept(peekedConnection(connection, source), keyPair);
    await serveHttp(plain, new HttpReader(plain), answer);
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
  }
}

function answerTo(request: HttpRequest, handlers: Readonly<Record<string, Handler>>): HttpAnswer | Promise<HttpAnswer> {
  const path = request.line.target.replace(/[?#].*$/, '');
  const handler = Object.hasOwn(handlers, path) ? handlers[path] : undefined;
  return handler?.(request) ?? { status: 404, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: '404 page not found\n' };
}

/** Returns the key pair, or Go's message for a missing file. */
function readKeyPair({ files, args }: Call): TlsKeyPair | string {
  const [certificateFile = '', keyFile = ''] = ['tls-cert-file', 'tls-private-key-file'].map((name) => flagOf(args, name) ?? '');
  try {
    return { certificate: files.read(certificateFile), key: files.read(keyFile) };
  } catch (error) {
    if (error instanceof FileError) return `open ${certificateFile}: ${error.message.toLowerCase()}`;
    throw error;
  }
}

async function fail(call: Call, message: string): Promise<number> {
  await call.complain(message);
  return 1;
}
