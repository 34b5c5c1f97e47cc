import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { TestAnswer, TestRequest } from '@klockwork/test-cluster';
import { parse } from 'yaml';

const USER_AGENT = 'klockwork-testing';

/** Requests to the API of a lab, by its kubeconfig. */
export class LabConnection {
  readonly #server: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor(kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
      readonly clusters: readonly [{ readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }];
      readonly users: readonly [{ readonly user: { readonly token: string } }];
    };
    const [{ cluster }] = clusters;
    this.#server = cluster.server;
    this.#token = users[0].user.token;
    this.#agent = new Agent({ keepAlive: true, ca: Buffer.from(cluster['certificate-authority-data'], 'base64') });
  }

  /** Sends a request. Rejects with a TimeoutError after `hostLimitMs` of host time. */
  async send({ method = 'GET', path, body, headers = {} }: TestRequest, hostLimitMs?: number): Promise<TestAnswer> {
    const limit = hostLimitMs === undefined ? undefined : AbortSignal.timeout(hostLimitMs);
    try {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const response = await this.#open(method, path, { text, headers, ...(limit && { signal: limit }) });
      let answer = '';
      response.setEncoding('utf8');
      for await (const chunk of response) answer += chunk;
      return { status: response.statusCode ?? 0, headers: singleHeaders(response), text: answer };
    } catch (error) {
      if (limit?.aborted) throw timeoutError(`lab time did not pass within ${hostLimitMs} ms of host time`);
      throw error;
    }
  }

  /** Calls `onLine` for each line of an answer, until its end. Rejects if the connection breaks, or on a stop. */
  async lines(path: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
    const response = await this.#open('GET', path, { text: undefined, headers: {}, signal });
    for await (const line of createInterface({ input: response })) if (line !== '') onLine(line);
  }

  close(): void {
    this.#agent.destroy();
  }

  #open(
    method: string,
    path: string,
    { text, headers, signal }: { text: string | undefined; headers: TestRequest['headers']; signal?: AbortSignal },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const all = {
        ...{ authorization: `Bearer ${this.#token}`, 'user-agent': USER_AGENT },
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        ...headers,
      };
      request(`${this.#server}${path}`, { method, agent: this.#agent, headers: all, ...(signal && { signal }) }, resolve)
        .once('error', reject)
        .end(text);
    });
  }
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function timeoutError(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}
