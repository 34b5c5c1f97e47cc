import type { IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { Agent, request } from 'node:https';
import type { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';

/** Where a server listens, and who vouches for it. */
export interface Address {
  readonly port: number;
  readonly ca: string;
}

/** What is asked; a body ends with the request unless it is `slow`: then it never does. */
export interface ClientRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly slow?: boolean;
}

/** An answer of which the headers have come. */
export interface ClientResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

/** A request on its way: its answer, and how to give it up. */
export interface PendingRequest {
  readonly answer: Promise<ClientResponse>;
  leave(): void;
}

/** Asks over one connection, or one after the other if the protocol has no other way. */
export interface Client {
  ask(asked: ClientRequest): PendingRequest;
  close(): void;
}

/** A client that speaks HTTP/1.1. */
function http1Client({ port, ca }: Address): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca });
  return {
    close: () => agent.destroy(),
    ask: ({ body, slow, ...asked }) => {
      const going = request({ host: '127.0.0.1', port, agent, ...asked });
      const answer = new Promise<ClientResponse>((resolve, reject) => {
        going.once('error', reject);
        going.once('response', (message: IncomingMessage) => {
          message.on('error', () => {});
          resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message });
        });
      });
      answer.catch(() => {});
      if (body !== undefined) going.write(body);
      if (!slow) going.end();
      return { answer, leave: () => void going.destroy() };
    },
  };
}

/** A client that speaks HTTP/2, all on one connection. */
function http2Client({ port, ca }: Address): Client {
  const session = connect(`https://127.0.0.1:${port}`, { ca, maxSessionMemory: 100 });
  session.on('error', () => {});
  return {
    close: () => session.destroy(),
    ask: ({ method, path, headers, body, slow = false }) => {
      const stream = session.request({ ...headers, ':method': method, ':path': path }, { endStream: body === undefined && !slow });
      const answer = new Promise<ClientResponse>((resolve, reject) => {
        stream.on('error', reject);
        stream.once('response', (head) => resolve({ status: head[':status'] ?? 0, headers: head, body: stream }));
      });
      answer.catch(() => {});
      if (body !== undefined) stream.write(body);
      if (!slow) stream.end();
      return { answer, leave: () => stream.close(8) };
    },
  };
}

/** Both protocols of the port. */
export const PROTOCOLS = [
  ['HTTP/1.1', http1Client],
  ['HTTP/2', http2Client],
] as const;

/** All of an answer. */
export async function whole({ answer }: PendingRequest): Promise<Omit<ClientResponse, 'body'> & { body: Buffer }> {
  const { status, headers, body } = await answer;
  return { status, headers, body: Buffer.concat(await body.toArray()) };
}

/** Sends texts on a connection of its own, by HTTP/1.1, and gives all that comes back until the server closes it. */
export async function say({ port, ca }: Address, ...texts: string[]): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', ca });
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes;
  });
  socket.on('error', () => {});
  for (const text of texts) socket.write(text);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return heard;
}

/** Resolves when `seen` gives something, looking again in every turn of the event loop. */
export async function until<T>(seen: () => T | undefined | false): Promise<T> {
  for (let found = seen(); ; found = seen()) {
    if (found !== undefined && found !== false) return found;
    await new Promise(setImmediate);
  }
}
