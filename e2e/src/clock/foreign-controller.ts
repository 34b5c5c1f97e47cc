import { ApiClient, type ApiObject } from '@klockwork/lab-tool';
import { pause } from '../chaos/waiting.ts';

/** Work time of the controller, host ms: it has no access to lab time. */
const THINKING_MS = 25;
const PODS = '/api/v1/namespaces/default/pods';
const REACTIONS = '/api/v1/namespaces/default/configmaps';

/** Name of the ConfigMap written for a restart of a pod. */
export const reactionTo = (pod: string, restarts: number) => `reaction-${pod}-${restarts}`;

/** External controller: watches pods over HTTPS, and writes a ConfigMap for each observed restart. */
export class ForeignController {
  readonly #api: ApiClient;
  readonly #over = new AbortController();
  readonly #seen = new Set<string>();
  readonly #work: Promise<unknown>[] = [];

  constructor(dataFolder: string) {
    this.#api = new ApiClient(dataFolder, 'restart-reporter/v1');
  }

  /** Reacts until stopped. Rejects when a write is refused. */
  async run(): Promise<void> {
    const watching = this.#api.lines(`${PODS}?watch=true&resourceVersion=0`, (line) => this.#take(line), this.#over.signal);
    await watching.catch((error: unknown) => {
      if (!this.#over.signal.aborted) throw error;
    });
    await Promise.all(this.#work);
    this.#api.close();
  }

  stop(): void {
    this.#over.abort();
  }

  #take(line: string): void {
    const { object } = JSON.parse(line) as { object: ApiObject };
    const restarts: number = object.status?.containerStatuses?.[0]?.restartCount ?? 0;
    const name = reactionTo(object.metadata.name, restarts);
    if (restarts === 0 || this.#seen.has(name)) return;
    this.#seen.add(name);
    this.#work.push(this.#react(name));
  }

  async #react(name: string): Promise<void> {
    await pause(THINKING_MS);
    const { status } = await this.#api.send('POST', REACTIONS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    if (status !== 201) throw new Error(`${name} was answered ${status}`);
  }
}
