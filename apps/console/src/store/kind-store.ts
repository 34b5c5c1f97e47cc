import { sendJson } from '../api/client.ts';
import { type GroupDiscoveryList, type Kind, keptKinds, kindsOf } from '../model/kinds.ts';
import type { Collections } from './collections.ts';
import { metadataOf } from './row-store.ts';

/** Kinds of the API. */
export interface Kinds {
  readonly kinds: readonly Kind[];
  readonly isLoaded: boolean;
}

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
/** Collections whose changes change the kinds. */
const SOURCES = ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions', '/apis/apiregistration.k8s.io/v1/apiservices'];
const NO_KINDS: Kinds = { kinds: [], isLoaded: false };
/** Wait before another attempt or after a change, in ms. */
const PAUSE_MS = 300;

/** Kinds from discovery, read again after changes of custom kinds. Nothing is requested before the first use. */
export class KindStore {
  readonly #collections: Collections;
  readonly #prefix: string;
  readonly #listeners = new Set<() => void>();
  #kinds: Kinds = NO_KINDS;
  #stop: (() => void) | undefined;

  constructor(collections: Collections, at: number | undefined) {
    this.#collections = collections;
    this.#prefix = at === undefined ? '' : `/at/${at}`;
  }

  get kinds(): Kinds {
    return this.#kinds;
  }

  /** Calls `listener` after changes. Returns a function that removes it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #start(): () => void {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      timer = undefined;
      this.#load(stop.signal).catch(again);
    };
    const again = () => {
      if (!stop.signal.aborted) timer ??= setTimeout(load, PAUSE_MS);
    };
    const ends = SOURCES.map((path) => this.#collections.use(metadataOf(path), again));
    load();
    return () => {
      stop.abort();
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }

  async #load(signal: AbortSignal): Promise<void> {
    const read = (path: string) => sendJson<GroupDiscoveryList>(`${this.#prefix}${path}`, { accept: DISCOVERY, signal });
    const lists = await Promise.all([read('/api'), read('/apis')]);
    this.#kinds = { kinds: keptKinds(this.#kinds.kinds, kindsOf(lists)), isLoaded: true };
    for (const listener of this.#listeners) listener();
  }
}
