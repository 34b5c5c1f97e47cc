import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type ApiAnswer, wholeBody } from '@klockwork/api-server';

/** RFC 6455, 1.3: what a server that speaks WebSocket adds to the client's key. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The server's half of the handshake. A protocol of '' is not named: the client asked for none. */
export function handshakeText(key: string, protocol: string, headers: Readonly<Record<string, string>>): string {
  const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
  const own = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-accept': accept };
  return headText(101, { ...own, ...(protocol !== '' && { 'sec-websocket-protocol': protocol }), ...headers });
}

/** The server's half of an upgrade to SPDY. Models `UpgradeResponse` and `Handshake` of `apimachinery/pkg/util/httpstream`. */
export function spdyHandshakeText(protocol: string, headers: Readonly<Record<string, string>>): string {
  return headText(101, { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': protocol, ...headers });
}

/** An answer in the place of the handshake, after which the connection is closed. */
export function refusalBytes({ status, headers, body }: ApiAnswer): Buffer {
  const bytes = Buffer.from(wholeBody(body));
  const head = headText(status, { ...headers, 'content-length': String(bytes.length), connection: 'close' });
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function headText(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}
