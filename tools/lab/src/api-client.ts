import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { parse } from 'yaml';

/** Object fields used in tests. */
export interface ApiObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Record<string, string>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  };
  readonly data?: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: of whatever kind
  readonly spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: of whatever kind
  readonly status?: any;
}

/** Complete response. Anything incomplete is an error, since the outcome of its request is unknown. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

interface RequestOptions {
  readonly body: unknown;
  readonly contentType: string;
  readonly signal: AbortSignal;
}

/** Response time limit on a healthy connection. */
const ANSWER_MS_MAX = 10_000;

/** API client of one lab over HTTPS, with kept connections. */
export class ApiClient {
  readonly #origin: string;
  readonly #agent: Agent;
  readonly #token: string;
  readonly #userAgent: string;

  constructor(dataFolder: string, userAgent = 'chaos') {
    this.#userAgent = userAgent;
    const config = parse(readFileSync(join(dataFolder, 'kubeconfig'), 'utf8')) as {
      clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
      users: [{ user: { token: string } }];
    };
    const { cluster } = config.clusters[0];
    this.#origin = cluster.server;
    this.#token = config.users[0].user.token;
    this.#agent = new Agent({ keepAlive: true, ca: Buffer.from(cluster['certificate-authority-data'], 'base64') });
  }

  /** Complete response of any status. Rejects without one. */
  async send<T = ApiObject>(
    method: string,
    path: string,
    body?: unknown,
    { contentType = 'application/json', answerMsMax = ANSWER_MS_MAX }: { contentType?: string; answerMsMax?: number } = {},
  ): Promise<Answer<T>> {
    const { status, text } = await this.#read(method, path, { body, contentType, signal: AbortSignal.timeout(answerMsMax) });
    return { status, body: (text.trimStart().startsWith('{') ? JSON.parse(text) : text) as T };
  }

  /** Complete text of a response. Rejects on an error status. */
  async text(path: string, answerMsMax = ANSWER_MS_MAX): Promise<string> {
    const options = { body: undefined, contentType: 'application/json', signal: AbortSignal.timeout(answerMsMax) };
    const { status, text } = await this.#read('GET', path, options);
    if (status !== 200) throw new Error(`GET ${path} was answered ${status}: ${text}`);
    return text;
  }

  /** Items of a list. Rejects on an error status. */
  async list(path: string): Promise<ApiObject[]> {
    const { status, body } = await this.send<{ items: ApiObject[] }>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return body.items;
  }

  /** Calls `onLine` for each line until the response ends. Rejects when interrupted, by `stop` or otherwise. */
  async lines(path: string, onLine: (line: string) => void, stop: AbortSignal): Promise<void> {
    const response = await this.#open('GET', path, { body: undefined, contentType: 'application/json', signal: stop });
    try {
      for await (const line of createInterface({ input: response })) if (line !== '') onLine(line);
    } finally {
      response.destroy();
    }
  }

  /** Upgrades the connection; returns its socket and the first bytes. Rejects when refused. */
  async upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<{ socket: Duplex; head: Buffer }> {
    const authorization = `Bearer ${this.#token}`;
    const asking = request(`${this.#origin}${path}`, { agent: this.#agent, headers: { connection: 'Upgrade', authorization, ...headers } });
    asking.end();
    const [, socket, head] = (await once(asking, 'upgrade')) as [IncomingMessage, Duplex, Buffer];
    return { socket, head };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #read(method: string, path: string, options: RequestOptions): Promise<{ status: number; text: string }> {
    const response = await this.#open(method, path, options);
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode ?? 0, text };
  }

  #open(method: string, path: string, { body, contentType, signal }: RequestOptions): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${this.#token}`,
        'user-agent': this.#userAgent,
        ...(text !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(text) }),
      };
      request(`${this.#origin}${path}`, { method, agent: this.#agent, headers, signal }, resolve).once('error', reject).end(text);
    });
  }
}
