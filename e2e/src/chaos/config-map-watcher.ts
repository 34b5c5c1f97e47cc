import type { ApiClient, ApiObject } from '@klockwork/lab-tool';
import { pause } from './waiting.ts';

export interface WatchedEvent {
  readonly type: string;
  readonly name: string;
  readonly revision: number;
  readonly value: string | undefined;
}

const RETRY_MS = 20;

/** Watches ConfigMaps like a client-go reflector: resumes from the last seen revision after each broken connection. */
export class ConfigMapWatcher {
  readonly events: WatchedEvent[] = [];
  /** Number of reconnections. */
  resumed = -1;
  readonly #api: ApiClient;
  #revision: string;
  readonly #over = new AbortController();
  #lastRevision = Number.POSITIVE_INFINITY;

  constructor(api: ApiClient, fromRevision: number) {
    this.#api = api;
    this.#revision = String(fromRevision);
  }

  /** Watches until finished. Rejects when the server cannot resume. */
  async run(): Promise<void> {
    while (!this.#over.signal.aborted) {
      this.resumed += 1;
      const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${this.#revision}`;
      const path = `/api/v1/namespaces/default/configmaps?${query}`;
      try {
        await this.#api.lines(path, (line) => this.#take(line), this.#over.signal);
      } catch (error) {
        if (error instanceof WatchRefusal) throw error;
      }
      await pause(RETRY_MS);
    }
  }

  /** Ends the watch after this revision. */
  finishAt(revision: number): void {
    this.#lastRevision = revision;
    this.#look();
  }

  #look(): void {
    if (Number(this.#revision) >= this.#lastRevision) this.#over.abort();
  }

  #take(line: string): void {
    const { type, object } = readLine(line);
    if (type === undefined || object === undefined) return;
    if (type === 'ERROR' || object.kind === 'Status') throw new WatchRefusal(`the watch from ${this.#revision} was refused: ${line}`);
    this.#revision = object.metadata.resourceVersion;
    if (type !== 'BOOKMARK') {
      this.events.push({ type, name: object.metadata.name, revision: Number(this.#revision), value: object.data?.value });
    }
    this.#look();
  }
}

class WatchRefusal extends Error {}

/** A killed process may leave a partial line, which is ignored: the watch resumes before it. */
function readLine(line: string): { type?: string; object?: ApiObject } {
  try {
    return JSON.parse(line) as { type: string; object: ApiObject };
  } catch {
    return {};
  }
}
