import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Duplex } from 'node:stream';
import { type Endpoint, RawConnection } from './raw-connection.ts';

/** Complete response. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Keep-alive HTTPS client with one connection for each pending request. */
export class HttpsClient {
  /** Address and credentials of the server. */
  readonly endpoint: Endpoint;
  readonly #origin: string;
  readonly #headers: Record<string, string>;
  readonly #agent: Agent;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#origin = `https://${endpoint.host}:${endpoint.port}`;
    this.#agent = new Agent({ keepAlive: true, ca: endpoint.ca, maxSockets: 256 });
    this.#headers = {
      'content-type': 'application/json',
      ...(endpoint.token !== undefined && { authorization: `Bearer ${endpoint.token}` }),
    };
  }

  /** Client with the credentials of a lab's kubeconfig. */
  static ofKubeconfig(file: string): HttpsClient {
    const text = readFileSync(file, 'utf8');
    const value = (key: string) => new RegExp(`${key}: (\\S+)`).exec(text)?.[1] ?? '';
    const { hostname, port } = new URL(value('server'));
    return new HttpsClient({
      host: hostname,
      port: Number(port),
      ca: Buffer.from(value('certificate-authority-data'), 'base64'),
      token: value('token'),
    });
  }

  /** New cheap connection to the same server, for many requests. Callers close it. */
  raw(contentType?: string): Promise<RawConnection> {
    return RawConnection.open(this.endpoint, contentType);
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.open(method, path, body);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
  }

  /** Parsed response body. Throws for status 300 and above. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    return JSON.parse(answer.body.toString()) as T;
  }

  /** Calls `onLine` for each line of a streamed response until it returns false. */
  async lines(path: string, onLine: (line: string) => boolean): Promise<void> {
    const response = await this.open('GET', path);
    let rest = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (!lines.every(onLine)) break;
    }
    response.destroy();
  }

  /** Resolves after the response headers. */
  open(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { ...this.#headers, ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }) };
      const sentRequest = request(`${this.#origin}${path}`, { method, agent: this.#agent, headers }, resolve);
      sentRequest.once('error', reject);
      sentRequest.end(text);
    });
  }

  /** Upgraded connection. Rejects when the server refuses the upgrade. */
  upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const sentRequest = request(`${this.#origin}${path}`, { ca: this.endpoint.ca, headers: { ...this.#headers, ...headers } });
      sentRequest.once('upgrade', (_, socket, head) => {
        socket.unshift(head);
        resolve(socket);
      });
      sentRequest.once('response', ({ statusCode }) => reject(new Error(`GET ${path} was answered ${statusCode}`)));
      sentRequest.once('error', reject);
      sentRequest.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
