import type { Cause, LogEvent, Revision } from '@klockwork/event-store';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** Options of a write, with its cause. */
export interface WriteOptions {
  readonly cause: Cause;
  readonly subresource?: string;
  /** Facts behind the decision, added to the data of the event. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Selection of objects of a kind. */
export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** True if the receiver keeps metadata alone: an implementation may drop the rest before it freezes items, or freeze none. */
  readonly metadataOnly?: boolean;
}

/** Name of an object, without `namespace` for cluster-scoped kinds. */
export interface ObjectName {
  readonly namespace?: string;
  readonly name: string;
}

/** Patch with its type. */
export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic';
  readonly body: unknown;
}

/** Deletion options. */
export interface DeleteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

/** Page of one kind's log. `head` is the kind's newest revision at the read. */
export interface LogPage {
  readonly events: readonly LogEvent[];
  readonly head: Revision;
  /** False if retention pruned events after the given revision: list again. */
  readonly complete: boolean;
}

/**
 * API for the cluster's own components. Refusals are ApiErrors with upstream's Status; an unreachable api-server yields an ApiError with
 * reason ServiceUnavailable or Timeout. Over the bus, written objects are returned without managed fields.
 */
export interface ClusterApi {
  get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T>;
  /**
   * Returns the JSON of a GET at an HTTP path, with its query: subresources that are views, metrics, and APIs of extension servers.
   * `resource` is the read kind, for faults.
   */
  read(resource: ResourceRef, path: string): Promise<unknown>;
  /** Returns all matching objects at one revision. `kindRevision` is the kind's newest event at that revision. */
  list<T extends KubeObject>(
    resource: ResourceRef,
    options?: ListOptions,
  ): Promise<{ revision: Revision; kindRevision: Revision; items: T[] }>;
  /**
   * Subscribes to hints of a kind, which may be lost, repeated, late and out of order. `onHead` receives the kind's newest revision from
   * time to time.
   */
  watch(resource: ResourceRef, on: { event(event: LogEvent): void; head(revision: Revision): void }): { stop(): void };
  /** Reads the log of a kind after a revision, to recover lost hints. */
  readLog(resource: ResourceRef, after: Revision): Promise<LogPage>;
  create<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T>;
  /** Compare-and-set if the object has a resourceVersion. */
  update<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(resource: ResourceRef, name: ObjectName, patch: Patch, options: WriteOptions): Promise<T>;
  delete(resource: ResourceRef, name: ObjectName, deletion: DeleteOptions, options: WriteOptions): Promise<void>;
}
