import type { ServerCertificate } from '@klockwork/cluster-api';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { ReadAhead } from './read-ahead.ts';

/**
 * How TLS begins here: a record of type _handshake_, as of TLS, with nothing secret in it. What follows is not encrypted: there is
 * nobody on the way who could listen. A server says by whose word it is what it is.
 */
const RECORD = '\x16\x03';
const CLIENT_HELLO = `${RECORD}\x01\0\x05hello`;
/** The type, the version, and how long the rest is. */
const HEADER_BYTES = 5;

/** Why a client does not trust a server. */
export type Distrust = 'self-signed' | 'unknown-authority' | 'other-name';

/** A client that does not trust its server. */
export class DistrustError extends Error {
  override readonly name = 'DistrustError';
  readonly why: Distrust;
  constructor(why: Distrust) {
    super(why);
    this.why = why;
  }
}

/** Whether bytes begin as TLS does, as far as they go. */
function isHello(bytes: string): boolean {
  return bytes.startsWith(RECORD.slice(0, bytes.length));
}

/** A client's side: gives the server's certificate, undefined for one that vouches for itself; `no-tls` when it speaks no TLS. */
export async function greetServer(connection: Connection, source: ReadAhead): Promise<ServerCertificate | undefined | 'no-tls'> {
  await connection.write(CLIENT_HELLO);
  const header = await source.peek(HEADER_BYTES);
  if (header.length < HEADER_BYTES || !isHello(header)) return 'no-tls';
  const length = header.charCodeAt(3) * 256 + header.charCodeAt(4);
  const said = (await source.take(HEADER_BYTES + length)).slice(HEADER_BYTES);
  return said.startsWith('{') ? (JSON.parse(said) as ServerCertificate) : undefined;
}

/** A server's side: false when the client speaks no TLS; nothing is taken then. */
export async function greetClient(
  connection: Connection,
  source: ReadAhead,
  ready: () => Promise<ServerCertificate | undefined>,
): Promise<boolean> {
  if (!isHello(await source.peek(CLIENT_HELLO.length))) return false;
  const certificate = await ready();
  await source.take(CLIENT_HELLO.length);
  const said = certificate === undefined ? 'hello' : JSON.stringify(certificate);
  await connection.write(`${RECORD}\x03${String.fromCharCode(said.length >> 8, said.length & 255)}${said}`);
  return true;
}

/** Why a client with this bundle of authorities does not trust a server that it calls `host`; undefined when it does. */
export function distrustOf(certificate: ServerCertificate | undefined, host: string, bundle: string): Distrust | undefined {
  if (certificate === undefined) return 'self-signed';
  const authority = certificate.authority.trim();
  if (authority === '' || !bundle.includes(authority)) return 'unknown-authority';
  return certificate.names.includes(host.toLowerCase()) ? undefined : 'other-name';
}
