import type { IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { Agent, request } from 'node:https';
import type { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';

/** Port of a server on 127.0.0.1, and its certificate authority as PEM. */
export interface Address {
  readonly port: number;
  readonly ca: string;
  /** Certificate of the client; absent: none. */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Request of a test. The body of a `slow` request never ends. */
export interface ClientRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly slow?: boolean;
}

/** Answer with received headers. */
export interface ClientResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

/** Answer of a sent request. `leave` aborts the request. */
export interface PendingRequest {
  readonly answer: Promise<ClientResponse>;
  leave(): void;
}

/** HTTP client with a connection, or several for concurrent HTTP/1.1 requests. */
export interface Client {
  ask(request: ClientRequest): PendingRequest;
  close(): void;
}

/** Creates a client of HTTP/1.1. */
function http1Client({ port, ca, client }: Address): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca, ...keysOf(client) });
  return {
    close: () => agent.destroy(),
    ask: ({ body, slow, ...head }) => {
      const sent = request({ host: '127.0.0.1', port, agent, ...head });
      const answer = new Promise<ClientResponse>((resolve, reject) => {
        sent.once('error', reject);
        sent.once('response', (message: IncomingMessage) => {
          message.on('error', () => {});
          resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message });
        });
      });
      answer.catch(() => {});
      if (body !== undefined) sent.write(body);
      if (!slow) sent.end();
      return { answer, leave: () => void sent.destroy() };
    },
  };
}

/** Creates a client of HTTP/2 with one connection. */
function http2Client({ port, ca, client }: Address): Client {
  const session = connect(`https://127.0.0.1:${port}`, { ca, maxSessionMemory: 100, ...keysOf(client) });
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

function keysOf(client: Address['client']): { cert?: string; key?: string } {
  return client === undefined ? {} : { cert: client.certificate, key: client.key };
}

/** Names and clients of both protocols. */
export const PROTOCOLS = [
  ['HTTP/1.1', http1Client],
  ['HTTP/2', http2Client],
] as const;

/** Resolves with an answer and its complete body. */
export async function whole({ answer }: PendingRequest): Promise<Omit<ClientResponse, 'body'> & { body: Buffer }> {
  const { status, headers, body } = await answer;
  return { status, headers, body: Buffer.concat(await body.toArray()) };
}

/** Sends texts on a new TLS connection, and returns all received text once the server has closed it. */
export async function sendTexts({ port, ca }: Address, ...texts: string[]): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', ca });
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes;
  });
  socket.on('error', () => {});
  for (const text of texts) socket.write(text);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return received;
}

/** Calls `seen` in every turn of the event loop, and resolves with its first value that is neither undefined nor false. */
export async function until<T>(seen: () => T | undefined | false): Promise<T> {
  for (let found = seen(); ; found = seen()) {
    if (found !== undefined && found !== false) return found;
    await new Promise(setImmediate);
  }
}
