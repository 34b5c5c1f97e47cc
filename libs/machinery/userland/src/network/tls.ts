import type { ServerCertificate } from '@klockwork/cluster-api';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { ReadAhead } from './read-ahead.ts';

/**
 * Record type and version of a TLS handshake. Emulated TLS encrypts nothing: only its first records exist, and the server record carries
 * its certificate.
 */
const RECORD = '\x16\x03';
const CLIENT_HELLO = `${RECORD}\x01\0\x05hello`;
/** Bytes of record type, version and length. */
const HEADER_BYTES = 5;

/** Reason of a failed certificate check. */
export type Distrust = 'self-signed' | 'unknown-authority' | 'other-name';

/** Failed certificate check. */
export class DistrustError extends Error {
  override readonly name = 'DistrustError';
  readonly why: Distrust;
  constructor(why: Distrust) {
    super(why);
    this.why = why;
  }
}

/** Returns whether received bytes match the start of a TLS record. */
function isHello(bytes: string): boolean {
  return bytes.startsWith(RECORD.slice(0, bytes.length));
}

/** Returns whether a client of the lab speaks emulated TLS: a real handshake begins with the same record type. Consumes nothing. */
export async function isEmulated(source: ReadAhead): Promise<boolean> {
  return (await source.peek(CLIENT_HELLO.length)) === CLIENT_HELLO;
}

/** Client handshake: returns the server certificate, undefined for a self-signed one; `no-tls` when the server speaks no TLS. */
export async function greetServer(connection: Connection, source: ReadAhead): Promise<ServerCertificate | undefined | 'no-tls'> {
  await connection.write(CLIENT_HELLO);
  const header = await source.peek(HEADER_BYTES);
  if (header.length < HEADER_BYTES || !isHello(header)) return 'no-tls';
  const length = header.charCodeAt(3) * 256 + header.charCodeAt(4);
  const content = (await source.take(HEADER_BYTES + length)).slice(HEADER_BYTES);
  return content.startsWith('{') ? (JSON.parse(content) as ServerCertificate) : undefined;
}

/** Server handshake: false when the client speaks no TLS; consumes nothing then. */
export async function greetClient(
  connection: Connection,
  source: ReadAhead,
  ready: () => Promise<ServerCertificate | undefined>,
): Promise<boolean> {
  if (!isHello(await source.peek(CLIENT_HELLO.length))) return false;
  const certificate = await ready();
  await source.take(CLIENT_HELLO.length);
  const content = certificate === undefined ? 'hello' : JSON.stringify(certificate);
  await connection.write(`${RECORD}\x03${String.fromCharCode(content.length >> 8, content.length & 255)}${content}`);
  return true;
}

/** Checks a certificate for `host` against a CA bundle. Undefined when trusted. */
export function distrustOf(certificate: ServerCertificate | undefined, host: string, bundle: string): Distrust | undefined {
  if (certificate === undefined) return 'self-signed';
  const authority = certificate.authority.trim();
  if (authority === '' || !bundle.includes(authority)) return 'unknown-authority';
  return certificate.names.includes(host.toLowerCase()) ? undefined : 'other-name';
}
