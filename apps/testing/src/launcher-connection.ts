import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Client of a lab's launcher: kills services, boots nodes. */
export class LauncherConnection {
  readonly #data: string;

  constructor(dataFolder: string) {
    this.#data = dataFolder;
  }

  /** Sends SIGKILL to a service, or to the agent of a node. Rejects for an unknown name. */
  async kill(process_: string): Promise<void> {
    const { services } = await this.#status();
    const service = services.find(({ name }) => name === process_);
    if (service === undefined) await this.#call('POST', `/nodes/kill/${encodeURIComponent(process_)}`);
    else if (service.pid !== null) process.kill(service.pid, 'SIGKILL');
  }

  /** Boots a node; the launcher itself restarts services. Rejects for an unknown name. */
  async start(process_: string): Promise<void> {
    const { services } = await this.#status();
    if (!services.some(({ name }) => name === process_)) await this.#call('POST', `/nodes/start/${encodeURIComponent(process_)}`);
  }

  #status(): Promise<{ readonly services: readonly { readonly name: string; readonly pid: number | null }[] }> {
    return this.#call('GET', '/status');
  }

  async #call<T>(method: string, path: string): Promise<T> {
    const file = join(this.#data, 'run', 'launcher.json');
    const { port, token } = JSON.parse(readFileSync(file, 'utf8')) as { readonly port: number; readonly token: string };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as T & { readonly message?: string };
    if (!response.ok) throw new Error(body.message ?? `the launcher answered ${response.status}`);
    return body;
  }
}
