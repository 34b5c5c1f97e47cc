import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { FuzzAnswer, FuzzRequest, FuzzTarget } from './target.ts';

/** A response open longer than this is treated as a stream, ms. */
const GOES_ON_AFTER_MS = 500;
const PATIENCE_MS = 30_000;

/** Running lab, addressed by its kubeconfig. */
export function httpsTarget(kubeconfig: string): FuzzTarget {
  const text = readFileSync(kubeconfig, 'utf8');
  const valueOfKey = (key: string) => new RegExp(`^\\s*${key}: "?([^"\\s]+)"?$`, 'm').exec(text)?.[1] ?? '';
  return new HttpsTarget(valueOfKey('server'), valueOfKey('token'));
}

class HttpsTarget implements FuzzTarget {
  readonly #server: string;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

  constructor(server: string, token: string) {
    this.#server = server;
    this.#token = token;
  }

  send({ method, url, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
    const { hostname, port } = new URL(this.#server);
    const sentHeaders = {
      ...headers,
      authorization: `Bearer ${this.#token}`,
      ...(body !== undefined && { 'content-length': String(body.length) }),
    };
    return new Promise((resolve, reject) => {
      const options = { hostname, port, method, path: url, headers: sentHeaders, agent: this.#agent, timeout: PATIENCE_MS };
      const request = httpsRequest(options, (response) => void read(response, resolve));
      request.on('timeout', () => request.destroy(new Error('no answer')));
      request.on('error', reject);
      request.end(body);
    });
  }

  async problems(): Promise<readonly string[]> {
    const { text } = await this.send({ method: 'GET', url: '/livez', headers: {} });
    return text === 'ok' ? [] : [`the server is not well: ${text}`];
  }

  close(): void {
    this.#agent.destroy();
  }
}

function read(response: IncomingMessage, resolve: (answer: FuzzAnswer) => void): void {
  const chunks: Buffer[] = [];
  const notify = (goesOn: boolean) => {
    clearTimeout(timer);
    const contentType = response.headers['content-type'] ?? '';
    resolve({ status: response.statusCode ?? 0, contentType, text: Buffer.concat(chunks).toString(), goesOn });
    if (goesOn) response.destroy();
  };
  const timer = setTimeout(() => notify(true), GOES_ON_AFTER_MS);
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.once('end', () => notify(false));
  // Error of a stream closed by us; ignored.
  response.on('error', () => {});
}
