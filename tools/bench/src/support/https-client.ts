import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

/** An answer read to its end. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** A keep-alive HTTPS client with as many connections as there are requests under way. */
export class HttpsClient {
  readonly #origin: string;
  readonly #headers: Record<string, string>;
  readonly #agent: Agent;

  constructor(options: { origin: string; ca: string | Buffer; token?: string }) {
    this.#origin = options.origin;
    this.#agent = new Agent({ keepAlive: true, ca: options.ca, maxSockets: 256 });
    this.#headers = {
      'content-type': 'application/json',
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
    };
  }

  /** As the administrator of the lab whose kubeconfig this is. */
  static ofKubeconfig(file: string): HttpsClient {
    const text = readFileSync(file, 'utf8');
    const value = (key: string) => new RegExp(`${key}: (\\S+)`).exec(text)?.[1] ?? '';
    return new HttpsClient({
      origin: value('server'),
      ca: Buffer.from(value('certificate-authority-data'), 'base64'),
      token: value('token'),
    });
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.open(method, path, body);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
  }

  /** The parsed answer. Throws unless it is below 300. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    return JSON.parse(answer.body.toString()) as T;
  }

  /** Each line of an answer that goes on, until `onLine` says false. */
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

  /** Resolves when the headers are there. */
  open(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { ...this.#headers, ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }) };
      const sent = request(`${this.#origin}${path}`, { method, agent: this.#agent, headers }, resolve);
      sent.once('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
