import type { LogEvent, Revision } from '@klockwork/event-store';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** Change of an informer's cache, with its event (absent after a list). */
export interface Notice<T extends KubeObject = KubeObject> {
  readonly change: 'added' | 'updated' | 'deleted';
  readonly object: T;
  readonly previous?: T;
  readonly event?: LogEvent;
  /** Revision to name as cause: that of the event, or the resourceVersion after a list. */
  readonly revision: Revision;
}

/** Read access to a cache. Objects are frozen and shared. Order: (namespace, name). */
export interface Lister<T extends KubeObject = KubeObject> {
  get(namespace: string, name: string): T | undefined;
  list(namespace?: string): readonly T[];
  /** Returns objects with the index value `value`; `index` is declared at creation. */
  byIndex(index: string, value: string): readonly T[];
}

/**
 * Cache of one kind, which applies hints and reads the log after gaps: events of its kind apply in order, without gaps. Models client-go's
 * SharedIndexInformer; the log replaces resyncs.
 */
export interface Informer<T extends KubeObject = KubeObject> extends Lister<T> {
  readonly resource: ResourceRef;
  onNotice(listener: (notice: Notice<T>) => void): () => void;
  /** Resolves after the first list. */
  synced(): Promise<void>;
  /** Newest revision of the kind in the cache. */
  revision(): Revision;
  /** Resolves when the cache contains `revision` (of this kind): controllers thereby read their own writes. */
  reached(revision: Revision): Promise<void>;
  /**
   * Reads the log now instead of waiting for a hint: for callers that know of a new event without its revision. Rejects with StoppedError.
   */
  catchUp(): Promise<void>;
}

/** Selection of informers to start; default all. */
export interface InformersStart {
  readonly chosen?: (resource: ResourceRef) => boolean;
  /** Max concurrent first lists; default unlimited. */
  readonly atOnceMax?: number;
}

/** Creates and shares informers: one per kind and process. */
export interface InformerFactory {
  informer<T extends KubeObject>(
    resource: ResourceRef,
    options?: {
      indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
      /** Selects held and notified objects; set once per kind and process, by the creator of the informer. */
      keeps?(object: T): boolean;
      /** Requests metadata only. Objects are reduced to metadata if all users of the kind request this. */
      metadataOnly?: boolean;
    },
  ): Informer<T>;
  /** Starts the requested informers; resolves after their first lists. */
  start(options?: InformersStart): Promise<void>;
  /** Stops all informers; waits for a revision reject with StoppedError. */
  stop(): void;
}
