import { STATUS_CODES } from 'node:http';
import { type ApiAnswer, type TunnelUpgrade, wholeBody } from '@klockwork/http-api';

/** Returns the server's handshake for SPDY. Models `UpgradeResponse` and `Handshake` of `apimachinery/pkg/util/httpstream`. */
export function spdyHandshakeText(protocol: string, headers: Readonly<Record<string, string>>): string {
  const own = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': protocol, ...headers };
  return headText(101, Object.entries(own));
}

/** Returns the handshake of another server, which this one passes on. */
export function tunnelHandshakeText({ head }: TunnelUpgrade): string {
  return headText(101, head);
}

/** Returns an answer sent instead of the handshake; it closes the connection. */
export function refusalBytes({ status, headers, body }: ApiAnswer): Buffer {
  const bytes = Buffer.from(wholeBody(body));
  const head = headText(status, Object.entries({ ...headers, 'content-length': String(bytes.length), connection: 'close' }));
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function headText(status: number, headers: TunnelUpgrade['head']): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}
