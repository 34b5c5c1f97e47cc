import type { Informer, Notice } from '@klockwork/informers';
import type { LabTime, TimerName } from '@klockwork/kernel';
import type { Plan } from './plan.ts';

/** Key of a queue item: `namespace/name`, or `name` for cluster-scoped kinds. */
export type Key = string;

/** First and longest delay of a key whose plans are refused, in ms of lab time; each delay doubles the one before. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Delay before keys of a notice are handled. */
export interface KeyDelay {
  readonly ms: number;
  readonly timer: TimerName;
}

/** Mapping from changes of `informer`'s kind to keys. */
export interface Source {
  // biome-ignore lint/suspicious/noExplicitAny: a controller watches kinds of different types
  readonly informer: Informer<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  keys(notice: Notice<any>): readonly Key[];
  /** Returns the delay of a notice's keys, which collects notices; undefined without delay. The earliest deadline of a key applies. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  delay?(notice: Notice<any>): KeyDelay | undefined;
  /** Returns further keys after the informer's first list; for later sources only. */
  afterSync?(): readonly Key[];
}

/**
 * Controller: maps keys to plans. `reconcile` is pure and synchronous; it reads its listers (constant during the call) and runs again after
 * each relevant change.
 */
export interface Controller {
  /** `replicaset-controller`: name of the queue, of the actor's component and of the event source. */
  readonly name: string;
  readonly sources: readonly Source[];
  /** Passes later sources, such as informers of custom kinds, to `add`; returns a cancel function. */
  laterSources?(add: (source: Source) => void): () => void;
  /** Plural of the keys' kind, `pods`, for the description of timers; undefined for other keys. */
  readonly keysOf?: string;
  reconcile(key: Key, now: LabTime): Plan;
  /**
   * Runs before `reconcile` of the key: updates caches, for controllers that must not mistake "not in the cache" for "deleted". Returns
   * undefined without need to wait. An ApiError counts as a refused plan: the key is retried.
   */
  freshen?(key: Key): Promise<void> | undefined;
  /** Delays of keys whose plans are refused; default 5 ms, doubled up to 1,000 s. */
  readonly backOff?: BackOff;
  /** Returns the rank of a key that becomes ready: the highest is handled first; default 0. */
  rankOf?(key: Key): number;
  /** Maximum number of concurrent keys; default 5. */
  readonly workers?: number;
}
