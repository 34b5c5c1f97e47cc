import type { LabFolder, LauncherAddress } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';
import { composeError, runsUnderCompose } from './compose.ts';

/** No lab runs on a data folder. */
export class NoLabError extends UserError {}

/** Returns the error for a command that needs a running lab on `folder`. */
export function noLabError(folder: LabFolder): NoLabError {
  return new NoLabError(`no lab runs on ${folder.path}: start one with "npx klockwork up"`);
}

/** Client of a running lab's launcher. */
export class ControlClient {
  readonly #address: LauncherAddress;

  private constructor(address: LauncherAddress) {
    this.#address = address;
  }

  get pid(): number {
    return this.#address.pid;
  }

  /** The launcher of `folder`'s lab, or undefined when none answers. */
  static async find(folder: LabFolder): Promise<ControlClient | undefined> {
    const address = folder.readLauncher();
    if (address === undefined) return undefined;
    const client = new ControlClient(address);
    return (await client.#answers()) ? client : undefined;
  }

  /** Like find, but throws an error for people without a lab. */
  static async require(folder: LabFolder): Promise<ControlClient> {
    const client = await ControlClient.find(folder);
    if (client === undefined) throw runsUnderCompose() ? composeError('docker compose ps') : noLabError(folder);
    return client;
  }

  /** False for a dead launcher: no listener, or a foreign one. */
  async #answers(): Promise<boolean> {
    try {
      const { status } = await this.#send('GET', '/ping');
      return status === 200;
    } catch (error) {
      // fetch fails with a TypeError when nothing listens or what listens does not speak HTTP.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }

  /** The parsed answer. Throws UserError with the launcher's message when it refuses. */
  async call<T>(method: 'GET' | 'POST', path: string): Promise<T> {
    const { response, body } = await this.#asked<T & { message?: string }>(method, path);
    if (!response.ok) throw new UserError(body.message ?? `the launcher answered ${response.status}`);
    return body;
  }

  /** Throws UserError if the launcher ends before its answer. */
  async #asked<T>(method: string, path: string): Promise<{ readonly response: Response; readonly body: T }> {
    try {
      const response = await this.#send(method, path);
      return { response, body: (await response.json()) as T };
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      throw new UserError(`the launcher of the lab (process ${this.pid}) ended before it answered: see "npx klockwork status"`);
    }
  }

  #send(method: string, path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#address.port}${path}`, { method, headers: { authorization: `Bearer ${this.#address.token}` } });
  }
}
