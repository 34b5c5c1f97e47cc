import type { ApiClient, ApiObject } from './api-client.ts';
import { pause } from './waiting.ts';

/** An event as a watcher got it. */
export interface Watched {
  readonly type: string;
  readonly name: string;
  readonly revision: number;
  readonly value: string | undefined;
}

const RETRY_MS = 20;

/** Watches ConfigMaps as a client-go reflector does: after each broken connection it resumes from the last revision it saw. */
export class ConfigMapWatcher {
  readonly events: Watched[] = [];
  /** How often the connection was made again. */
  resumed = -1;
  readonly #api: ApiClient;
  #revision: string;
  #isOver: () => boolean = () => false;

  constructor(api: ApiClient, fromRevision: number) {
    this.#api = api;
    this.#revision = String(fromRevision);
  }

  /** Watches until `isOver` or until an event of `lastRevision` or later came. Rejects when the server cannot resume. */
  async run(isOver: (newest: number) => boolean): Promise<void> {
    this.#isOver = () => isOver(Number(this.#revision));
    while (!this.#isOver()) {
      try {
        this.resumed += 1;
        const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${this.#revision}`;
        await this.#api.lines(`/api/v1/namespaces/default/configmaps?${query}`, (line) => this.#take(line));
      } catch (error) {
        if (error instanceof WatchRefused) throw error;
      }
      await pause(RETRY_MS);
    }
  }

  #take(line: string): boolean {
    const { type, object } = readLine(line);
    if (type === undefined || object === undefined) return true;
    if (type === 'ERROR' || object.kind === 'Status') throw new WatchRefused(`the watch from ${this.#revision} was refused: ${line}`);
    this.#revision = object.metadata.resourceVersion;
    if (type !== 'BOOKMARK') {
      this.events.push({ type, name: object.metadata.name, revision: Number(this.#revision), value: object.data?.value });
    }
    return !this.#isOver();
  }
}

class WatchRefused extends Error {}

/** A process that is killed may leave half a line: that is no event, the watch resumes before it. */
function readLine(line: string): { type?: string; object?: ApiObject } {
  try {
    return JSON.parse(line) as { type: string; object: ApiObject };
  } catch {
    return {};
  }
}
