import { STATUS_CODES } from 'node:http';
import { type ApiAnswer, wholeBody } from '@klockwork/http-api';

/** Returns the server's handshake for SPDY. Models `UpgradeResponse` and `Handshake` of `apimachinery/pkg/util/httpstream`. */
export function spdyHandshakeText(protocol: string, headers: Readonly<Record<string, string>>): string {
  return headText(101, { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': protocol, ...headers });
}

/** Returns an answer sent instead of the handshake; it closes the connection. */
export function refusalBytes({ status, headers, body }: ApiAnswer): Buffer {
  const bytes = Buffer.from(wholeBody(body));
  const head = headText(status, { ...headers, 'content-length': String(bytes.length), connection: 'close' });
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function headText(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}
