import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { UserError } from '../user-error.ts';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { token: string } }[];
}

/** A server that is stopped in its tracks accepts connections and says nothing. */
const ANSWER_MS_MAX = 5_000;

/** Talks to a lab's api-server with the credentials of its kubeconfig. */
export class LabClient {
  readonly server: string;
  readonly #authority: Buffer;
  readonly #token: string;

  constructor(kubeconfigFile: string) {
    const config = parse(readFileSync(kubeconfigFile, 'utf8')) as Kubeconfig;
    const [cluster, user] = [config.clusters[0], config.users[0]];
    if (cluster === undefined || user === undefined)
      throw new UserError(`${kubeconfigFile} names no cluster: remove it and start the lab again`);
    this.server = cluster.cluster.server;
    this.#authority = Buffer.from(cluster.cluster['certificate-authority-data'], 'base64');
    this.#token = user.user.token;
  }

  /** The parsed body of a GET. Throws Error with the server's message when it is refused, and when the answer takes too long. */
  async getJson<T>(path: string): Promise<T> {
    const response = await this.#open(path, AbortSignal.timeout(ANSWER_MS_MAX));
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk;
    if (response.statusCode !== 200) throw new Error(messageOf(text, response.statusCode));
    return JSON.parse(text) as T;
  }

  /** Each line of a GET as it comes. `onLine` returns false to end it. Resolves when the answer has ended. */
  async lines(path: string, onLine: (line: string) => boolean | undefined): Promise<void> {
    const response = await this.#open(path);
    if (response.statusCode !== 200) throw new Error(`${path} was answered ${response.statusCode}`);
    for await (const line of createInterface({ input: response })) {
      if (line !== '' && onLine(line) === false) break;
    }
    response.destroy();
  }

  #open(path: string, signal?: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = {
        ca: this.#authority,
        agent: false,
        headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json', 'user-agent': 'klockwork-cli' },
        ...(signal !== undefined && { signal }),
      };
      request(`${this.server}${path}`, options, resolve).once('error', reject).end();
    });
  }
}

function messageOf(body: string, status: number | undefined): string {
  try {
    return (JSON.parse(body) as { message: string }).message;
  } catch {
    return `the api-server answered ${status}`;
  }
}
