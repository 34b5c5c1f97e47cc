import type { Informer, Notice } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import type { Plan } from './plan.ts';

/** Key of a queue item: `namespace/name`, or `name` for cluster-scoped kinds. */
export type Key = string;

/** One source of keys: which objects a change of `informer`'s kind concerns. */
export interface Source {
  // biome-ignore lint/suspicious/noExplicitAny: a controller watches kinds of different types
  readonly informer: Informer<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  keys(notice: Notice<any>): readonly Key[];
}

/**
 * A controller: keys in, a plan out. `reconcile` is pure and synchronous; it reads the listers it was made with
 * (which do not change during the call) and is run again whenever something it may depend on changed.
 */
export interface Controller {
  /** `replicaset-controller`: names the queue, the actor's component and the event source. */
  readonly name: string;
  readonly sources: readonly Source[];
  /** Plural of the kind whose objects the keys name, `pods`, so that timers can say what they are for; undefined for keys of another form. */
  readonly keysOf?: string;
  reconcile(key: Key, now: LabTime): Plan;
  /**
   * Runs before `reconcile` of the key: brings caches up to date for who must not take "not in the cache" for "gone".
   * Undefined when there is nothing to wait for. A refusal, an ApiError, is one of the plan: the key is tried again.
   */
  freshen?(key: Key): Promise<void> | undefined;
  /** How many keys at once; 5 unless said. */
  readonly workers?: number;
}
