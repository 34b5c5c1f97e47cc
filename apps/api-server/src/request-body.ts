import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isGivenUp } from './either-protocol.ts';

/** Bodies above this are not taken. Models `--max-request-body-bytes`: 3 MiB. */
export const BODY_BYTES_MAX = 3 * 1_024 * 1_024;

/** Connections of HTTP/1.1 on which a body is on its way. */
const waitedFor = new WeakSet<Socket>();

/** Whether the body of a request has not come yet, of a connection of HTTP/1.1. */
export function isBodyOnItsWay(socket: Socket): boolean {
  return waitedFor.has(socket);
}

/** The body of a request, or 'too large': the rest of it is not kept. Of a client that goes before all has come nothing is heard any more. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length']) > BODY_BYTES_MAX) return 'too large';
  const { socket } = request;
  waitedFor.add(socket);
  const body = await collected(request);
  waitedFor.delete(socket);
  return body;
}

function collected(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_BYTES_MAX) resolve('too large');
      else chunks.push(chunk);
    });
    request.on('end', () => {
      if (!isGivenUp(request)) resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    // It went, and there is nobody to tell.
    request.on('error', () => {});
  });
}
