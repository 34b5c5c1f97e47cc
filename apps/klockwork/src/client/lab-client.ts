import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { token: string } }[];
}

/** What is sent beside the path. */
interface Sent {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** A server that is stopped in its tracks accepts connections and says nothing. */
const ANSWER_MS_MAX = 5_000;

/** The api-server said no; the message is its own. */
export class Refusal extends UserError {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

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

  /** The client for a lab's folder. Throws UserError when no lab was ever started there. */
  static of({ kubeconfig }: LabFolder): LabClient {
    try {
      return new LabClient(kubeconfig);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new UserError(`there is no lab here (${kubeconfig} does not exist): start one with "npx klockwork up"`);
    }
  }

  /** The parsed body of a GET. Throws Refusal when it is refused, and Error when the answer takes too long or nobody is there. */
  getJson<T>(path: string): Promise<T> {
    return this.#json(path, { method: 'GET' });
  }

  /** Merges `patch` into the object at `path`: the parsed object afterwards. Throws as getJson. */
  mergeJson<T>(path: string, patch: object): Promise<T> {
    return this.#json(path, { method: 'PATCH', body: JSON.stringify(patch), contentType: 'application/merge-patch+json' });
  }

  /** Posts `value`: the parsed answer. Throws as getJson. */
  postJson<T>(path: string, value: object): Promise<T> {
    return this.#json(path, { method: 'POST', body: JSON.stringify(value), contentType: 'application/json' });
  }

  /** Each line of a GET as it comes. `onLine` returns false to end it. Resolves when the answer has ended. */
  async lines(path: string, onLine: (line: string) => boolean | undefined): Promise<void> {
    const response = await this.#open(path, { method: 'GET' });
    if (response.statusCode !== 200) throw new Error(`${path} was answered ${response.statusCode}`);
    for await (const line of createInterface({ input: response })) {
      if (line !== '' && onLine(line) === false) break;
    }
    response.destroy();
  }

  async #json<T>(path: string, sent: Sent): Promise<T> {
    const response = await this.#open(path, { ...sent, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk;
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) throw new Refusal(messageOf(text, status), status);
    return JSON.parse(text) as T;
  }

  #open(path: string, { method, body, contentType, signal }: Sent): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = {
        method,
        ca: this.#authority,
        agent: false,
        headers: {
          authorization: `Bearer ${this.#token}`,
          accept: 'application/json',
          'user-agent': 'klockwork-cli',
          ...(contentType !== undefined && { 'content-type': contentType }),
        },
        ...(signal !== undefined && { signal }),
      };
      request(`${this.server}${path}`, options, resolve).once('error', reject).end(body);
    });
  }
}

function messageOf(body: string, status: number): string {
  try {
    return (JSON.parse(body) as { message: string }).message;
  } catch {
    return `the api-server answered ${status}`;
  }
}
