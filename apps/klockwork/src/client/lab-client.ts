import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { nodeTimer } from '@klockwork/host';
import { parse } from 'yaml';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';
import { UserError } from '../user-error.ts';
import { ControlClient, noLabError } from './control-client.ts';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { token: string } }[];
}

/** Request without its path. */
interface RequestContent {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Response time limit: a stopped server accepts connections silently. */
const ANSWER_MS_MAX = 5_000;
/** Maximum wait for a restarting api-server while its launcher runs, in ms of host time. */
const RESTART_MS_MAX = 10_000;
const RETRY_MS = 200;

/** Rejection by the api-server, with its message. */
export class Refusal extends UserError {
  readonly status: number;

  constructor(message: string, status: number) {
    super(printable(message));
    this.status = status;
  }
}

/** Failed request: no connection, or a truncated answer. */
export class Unreachable extends UserError {
  /** System error code, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(server: string, code: string) {
    super(`the api-server at ${server} does not answer (${code}): see "npx klockwork status"`);
    this.code = code;
  }
}

/** Client of a lab's api-server, with kubeconfig credentials. */
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

  /**
   * Returns the client of the lab that runs on `folder`. An api-server that is being started again is waited for, `restartMsMax` host ms
   * at most. Throws NoLabError when no lab runs there, UserError when its api-server stays away.
   */
  static async connect(folder: LabFolder, restartMsMax = RESTART_MS_MAX): Promise<LabClient> {
    const client = LabClient.#read(folder);
    const deadline = nodeTimer.now() + restartMsMax;
    for (;;) {
      const failure = await client.#failure();
      if (failure === undefined) return client;
      if ((await ControlClient.find(folder)) === undefined) throw noLabError(folder);
      if (nodeTimer.now() >= deadline)
        throw new UserError(`the api-server of the lab on ${folder.path} does not answer (${failure}): see "npx klockwork status"`);
      await new Promise((resolve) => nodeTimer.set(RETRY_MS, () => resolve(undefined)));
    }
  }

  static #read(folder: LabFolder): LabClient {
    try {
      return new LabClient(folder.kubeconfig);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw noLabError(folder);
    }
  }

  /** Returns why the api-server cannot be reached, as an error code; undefined for any answer. */
  async #failure(): Promise<string | undefined> {
    try {
      await this.getJson('/klockwork/v1/status');
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      const { code, name } = error as NodeJS.ErrnoException;
      return typeof code === 'string' ? code : name;
    }
  }

  /** Returns the parsed body of a GET. Throws Refusal after a rejection, and Unreachable without a complete answer in time. */
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

  /** Puts `value`: the parsed answer. Throws as getJson. */
  putJson<T>(path: string, value: object): Promise<T> {
    return this.#json(path, { method: 'PUT', body: JSON.stringify(value), contentType: 'application/json' });
  }

  /** Deletes the object at `path`. Throws as getJson. */
  async delete(path: string): Promise<void> {
    await this.#json(path, { method: 'DELETE' });
  }

  /**
   * Calls `onLine` for each arriving line of a GET, until it returns false. Resolves at the end of the answer. Throws Refusal after a
   * rejection, and Unreachable for a truncated answer.
   */
  async lines(path: string, onLine: (line: string) => boolean | undefined): Promise<void> {
    const response = await this.#open(path, { method: 'GET' });
    if (response.statusCode !== 200) throw await this.#refusal(response);
    let failure: Error | undefined;
    response.once('error', (error) => {
      failure = error;
    });
    try {
      for await (const line of createInterface({ input: response })) {
        if (line === '' || onLine(line) !== false) continue;
        response.destroy();
        return;
      }
    } catch (error) {
      // Readline passes on what ended its input; any other error is of `onLine`.
      if (error !== failure) throw error;
    }
    if (!response.complete) throw this.#unreachable(failure ?? new Error('cut off'));
  }

  async #json<T>(path: string, sentContent: RequestContent): Promise<T> {
    const response = await this.#open(path, { ...sentContent, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    const text = await this.#textOf(response);
    const { statusCode: status = 0 } = response;
    if (status < 200 || status > 299) throw new Refusal(messageOf(text, status), status);
    return JSON.parse(text) as T;
  }

  #open(path: string, { method, body, contentType, signal }: RequestContent): Promise<IncomingMessage> {
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
      request(`${this.server}${path}`, options, resolve)
        .once('error', (error) => reject(this.#unreachable(error)))
        .end(body);
    });
  }

  async #refusal(response: IncomingMessage): Promise<Refusal> {
    const { statusCode: status = 0 } = response;
    return new Refusal(messageOf(await this.#textOf(response), status), status);
  }

  async #textOf(response: IncomingMessage): Promise<string> {
    let text = '';
    response.setEncoding('utf8');
    try {
      for await (const chunk of response) text += chunk;
    } catch (error) {
      throw this.#unreachable(error as Error);
    }
    return text;
  }

  #unreachable(error: NodeJS.ErrnoException): Unreachable {
    return new Unreachable(this.server, error.name === 'AbortError' ? 'it takes too long' : (error.code ?? error.message));
  }
}

function messageOf(body: string, status: number): string {
  try {
    return (JSON.parse(body) as { message: string }).message;
  } catch {
    return `the api-server answered ${status}`;
  }
}
