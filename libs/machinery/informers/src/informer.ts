import type { LogEvent, Revision } from '@klockwork/event-store';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** What changed in an informer's cache, and the event that changed it (absent for objects that came with a list). */
export interface Notice<T extends KubeObject = KubeObject> {
  readonly change: 'added' | 'updated' | 'deleted';
  readonly object: T;
  readonly previous?: T;
  readonly event?: LogEvent;
  /** The revision to name as cause: the event's, or the object's resourceVersion after a list. */
  readonly revision: Revision;
}

/** Reads a cache. Objects are frozen and shared. Order: (namespace, name). */
export interface Lister<T extends KubeObject = KubeObject> {
  get(namespace: string, name: string): T | undefined;
  list(namespace?: string): readonly T[];
  /** Objects whose index value is `value`; `index` was named when the informer was made. */
  byIndex(index: string, value: string): readonly T[];
}

/**
 * A cache of one kind, fed by hints and healed from the log: it applies events of its kind in order, without a gap.
 * Models client-go's SharedIndexInformer; the log replaces resync.
 */
export interface Informer<T extends KubeObject = KubeObject> extends Lister<T> {
  readonly resource: ResourceRef;
  onNotice(listener: (notice: Notice<T>) => void): () => void;
  /** Resolves when the first list is in. */
  synced(): Promise<void>;
  /** Newest revision of the kind that the cache holds. */
  revision(): Revision;
  /** Resolves when the cache holds `revision` (of this kind): how a controller reads its own writes. */
  reached(revision: Revision): Promise<void>;
  /** Reads the log now rather than waiting for a hint: for who knows that there is something new, but not its revision. Rejects with StoppedError. */
  catchUp(): Promise<void>;
}

/** Makes and shares informers: one per kind and process. */
export interface InformerFactory {
  informer<T extends KubeObject>(
    resource: ResourceRef,
    options?: {
      indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
      /** Of other objects nothing is held and nothing told. Said once for a kind in a process: by who makes the informer. */
      keeps?(object: T): boolean;
      /** Its metadata is all of an object that the caller looks at. Nothing else is held of a kind when all who ask for it say so. */
      metadataOnly?: boolean;
    },
  ): Informer<T>;
  /** Lists and watches all that were asked for; resolves when all are synced. */
  start(): Promise<void>;
  /** Ends all of them; waits for a revision reject with StoppedError. */
  stop(): void;
}
