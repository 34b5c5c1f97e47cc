import { send } from '../api/client.ts';
import { duePods, type Eviction, type EvictionRefusal, type Evictions, evictionAfter } from '../model/drain.ts';
import type { LabObject } from './row.ts';

/** State of a drain. */
export interface DrainProgress {
  readonly isRunning: boolean;
  /** Uids of the pods at the start; undefined before it. */
  readonly chosen: ReadonlySet<string> | undefined;
  readonly evictions: Evictions;
  /** Refusal of the cordon; '' without one. */
  readonly problem: string;
}

const IDLE: DrainProgress = { isRunning: false, chosen: undefined, evictions: new Map(), problem: '' };
const MERGE = 'application/merge-patch+json';

/** Cordons a node, and evicts its pods of that moment. Refused evictions are repeated in lab time. */
export class Drain {
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  #progress = IDLE;
  #now = 0;

  /** `path`: that of the node. */
  constructor(path: string) {
    this.#path = path;
  }

  get progress(): DrainProgress {
    return this.#progress;
  }

  /** Calls `listener` after changes. Returns a function that removes it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cordons the node, and begins with these pods. */
  async start(pods: readonly LabObject[]): Promise<void> {
    try {
      await send(this.#path, { method: 'PATCH', contentType: MERGE, body: { spec: { unschedulable: true } } });
    } catch (error) {
      return this.#show({ ...IDLE, problem: (error as Error).message });
    }
    this.#show({ ...IDLE, isRunning: true, chosen: new Set(pods.map(({ metadata }) => metadata.uid)) });
  }

  /** Sends no further eviction. */
  stop(): void {
    if (this.#progress.isRunning) this.#show({ ...this.#progress, isRunning: false });
  }

  /** Sends the evictions that are due, and stops if none can follow. `pods`: those of the node. `now`: lab time in ms. */
  advance(pods: readonly LabObject[], now: number): void {
    this.#now = now;
    const { isRunning, chosen } = this.#progress;
    if (!isRunning) return;
    const left = pods.filter(({ metadata }) => chosen?.has(metadata.uid));
    for (const pod of duePods(left, this.#progress.evictions, now)) void this.#evict(pod);
    if (left.every(({ metadata }) => this.#progress.evictions.get(metadata.uid)?.type === 'failed')) this.stop();
  }

  async #evict({ metadata: { name, namespace = '', uid } }: LabObject): Promise<void> {
    this.#setEviction(uid, { type: 'asked' });
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/eviction`;
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    try {
      await send(path, { method: 'POST', body });
      this.#setEviction(uid, { type: 'accepted' });
    } catch (error) {
      this.#setEviction(uid, evictionAfter(error as EvictionRefusal, this.#now));
    }
  }

  #setEviction(uid: string, eviction: Eviction): void {
    this.#show({ ...this.#progress, evictions: new Map(this.#progress.evictions).set(uid, eviction) });
  }

  #show(progress: DrainProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener();
  }
}
