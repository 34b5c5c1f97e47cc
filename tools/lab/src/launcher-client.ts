import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answer of the launcher, which `klockwork status -o json` prints. */
export interface Status {
  readonly server: string;
  readonly kubeconfig: string;
  readonly revision: number | null;
  readonly services: readonly { name: string; nodes: string[]; pid: number | null; state: string; memoryBytes: number }[];
}

/** Poll interval for the end of a launcher: foreign processes emit no exit event. */
const POLL_MS = 20;

interface LauncherAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** Client of a lab's launcher, equivalent to the command line without extra processes. */
export class LauncherClient {
  readonly #note: string;

  constructor(dataFolder: string) {
    this.#note = join(dataFolder, 'run', 'launcher.json');
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

  /** Same as `klockwork down`. Returns false if no lab runs. */
  async down(): Promise<boolean> {
    if (!(await this.#answers())) return false;
    const { pid } = this.#address();
    await this.#call('POST', '/down');
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return true;
  }

  /** False for a missing note, and for that of a dead launcher: no listener, or a foreign one. */
  async #answers(): Promise<boolean> {
    if (!existsSync(this.#note)) return false;
    try {
      return (await this.#send('GET', '/ping')).ok;
    } catch (error) {
      // fetch fails with a TypeError when nothing listens or what listens does not speak HTTP.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }

  async #call(method: string, path: string): Promise<unknown> {
    const response = await this.#send(method, path);
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }

  #send(method: string, path: string): Promise<Response> {
    const { port, token } = this.#address();
    return fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  }

  #address(): LauncherAddress {
    return JSON.parse(readFileSync(this.#note, 'utf8'));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
