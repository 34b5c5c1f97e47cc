import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from './lab.ts';

/** Client of a lab's launcher, equivalent to the command line without extra processes. */
export class LauncherClient {
  readonly #data: string;

  constructor(dataFolder: string) {
    this.#data = dataFolder;
  }

  status(): Promise<Status> {
    return this.#call('GET', '/status') as Promise<Status>;
  }

  /** Same as `klockwork start-node`. */
  async startNode(name: string): Promise<void> {
    await this.#call('POST', `/nodes/start/${name}`);
  }

  /** Same as `klockwork kill-node`: SIGKILL to the node's agent. */
  async killNode(name: string): Promise<void> {
    await this.#call('POST', `/nodes/kill/${name}`);
  }

  async #call(method: string, path: string): Promise<unknown> {
    const { port, token } = JSON.parse(readFileSync(join(this.#data, 'run', 'launcher.json'), 'utf8')) as { port: number; token: string };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }
}
