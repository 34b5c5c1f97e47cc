import { GONE, Refusal, sendJson, UNAUTHORIZED } from '../api/client.ts';
import { linesOf } from '../api/streams.ts';
import { FrameBatch } from './frame-batch.ts';
import { hostNow } from './host-time.ts';
import { ListedPages } from './listed-pages.ts';
import type { Table } from './row.ts';
import { changed, NO_ROWS, type Rows, type TableEvent } from './rows.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
/** Waits between attempts to reach the server, in ms: the last one repeats. */
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000] as const;

/** Codes of refusals that a retry alone does not change. */
const LASTING: ReadonlySet<number> = new Set([400, 403, 404, 405]);
/** Max number of rows in the first answer, which a view shows at once, and in each other one. */
const FIRST_PAGE = 500;
const PAGE = 1_000;

/** Returns the path of rows that contain the metadata of their objects alone. */
export function metadataOf(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${CONTENT}Metadata`;
}

const CONTENT = 'includeObject=';

/** Objects of one kind as the server has them: a list, then its watch. Lost connections are made again for as long as the store runs. */
export class RowStore {
  readonly #path: string;
  readonly #isPast: boolean;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #rows: Rows = NO_ROWS;
  readonly #batch = new FrameBatch<TableEvent>((events) => this.#show(changed(this.#rows, events)));
  #attempts = 0;
  #connection = new AbortController();

  /**
   * `path`: collection of the API, such as `/api/v1/pods`, with or without selectors in its query. `at`: revision of the past, which is listed
   * once.
   */
  constructor(path: string, at?: number) {
    const query = path.includes(CONTENT) ? '' : `${path.includes('?') ? '&' : '?'}${CONTENT}Object`;
    this.#path = `${at === undefined ? '' : `/at/${at}`}${path}${query}`;
    this.#isPast = at !== undefined;
  }

  get rows(): Rows {
    return this.#rows;
  }

  /** Calls `listener` after changes, once per frame at most. Returns a function that removes it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the present connection, which may be dead after a sleep of the machine: another one goes on from its last event. */
  reconnect(): void {
    this.#connection.abort();
    this.#connection = new AbortController();
  }

  /** Follows the server until `stop`, or until the session ends. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#follow();
        if (this.#isPast) return;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (error instanceof Refusal && error.code === UNAUTHORIZED) {
          this.#show({ ...this.#rows, freshness: { type: 'signed-out' } });
          return;
        }
        await this.#lost(error);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Lists, then watches the present until the connection ends. An ended watch goes on from its last revision; an outdated one lists again. */
  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    let revision = await this.#list();
    if (this.#isPast) return;
    while (!signal.aborted) {
      const query = `watch=1&allowWatchBookmarks=true&resourceVersion=${revision}`;
      for await (const event of linesOf<TableEvent>(`${this.#path}&${query}`, {
        accept: TABLE,
        signal: AbortSignal.any([signal, this.#connection.signal]),
      })) {
        if (event.type === 'ERROR') throw new Refusal(GONE, 'the watch is outdated');
        revision = event.object.metadata?.resourceVersion || (event.object.rows?.[0]?.object.metadata.resourceVersion ?? revision);
        this.#attempts = 0;
        this.#batch.add(event);
      }
    }
  }

  /** Lists in pages, and shows an empty store as it fills. Returns the revision of the list. */
  async #list(): Promise<string> {
    const isFirst = this.#rows.byKey.size === 0;
    const pages = new ListedPages();
    for (let rest = ''; ; ) {
      const part = rest === '' ? `limit=${FIRST_PAGE}` : `limit=${PAGE}&continue=${encodeURIComponent(rest)}`;
      const path = `${this.#path}&${part}`;
      const table = await sendJson<Table>(path, { accept: TABLE, signal: this.#stop.signal });
      rest = table.metadata.continue ?? '';
      pages.add(table);
      this.#attempts = 0;
      if (rest !== '' && isFirst && pages.isDue) this.#show(pages.rows({ type: 'loading' }));
      if (rest !== '') continue;
      this.#batch.clear();
      this.#show(pages.rows({ type: 'live' }));
      return table.metadata.resourceVersion;
    }
  }

  async #lost(error: unknown): Promise<void> {
    const { freshness } = this.#rows;
    if (error instanceof Refusal && LASTING.has(error.code))
      this.#show({ ...NO_ROWS, freshness: { type: 'refused', message: error.message } });
    else if (freshness.type !== 'lost') this.#show({ ...this.#rows, freshness: { type: 'lost', sinceMs: hostNow() } });
    const waitMs = RETRY_MS[Math.min(this.#attempts++, RETRY_MS.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  #show(rows: Rows): void {
    this.#rows = rows;
    for (const listener of this.#listeners) listener();
  }
}
