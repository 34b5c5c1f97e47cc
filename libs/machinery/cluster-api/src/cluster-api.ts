import type { Cause, LogEvent, Revision } from '@klockwork/event-store';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** Each write says what it was reacting to. */
export interface WriteOptions {
  readonly cause: Cause;
  readonly subresource?: string;
}

/** Selects objects of a kind. */
export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Where an object is. `namespace` is left out for cluster-scoped kinds. */
export interface ObjectName {
  readonly namespace?: string;
  readonly name: string;
}

/** A patch and how to read it. */
export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic';
  readonly body: unknown;
}

/** How to delete. */
export interface DeleteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

/** A page of the log of one kind. `head` is the newest revision of the kind when it was read. */
export interface LogPage {
  readonly events: readonly LogEvent[];
  readonly head: Revision;
  /** False when retention removed events after the asked revision: list again. */
  readonly complete: boolean;
}

/**
 * The API as the cluster's own components use it. Every refusal is an ApiError with upstream's Status;
 * an api-server that cannot be reached is an ApiError with reason ServiceUnavailable or Timeout.
 */
export interface ClusterApi {
  get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T>;
  /** All matching objects at one revision, whatever their number. `kindRevision` is the newest event of the kind at that revision. */
  list<T extends KubeObject>(
    resource: ResourceRef,
    options?: ListOptions,
  ): Promise<{ revision: Revision; kindRevision: Revision; items: T[] }>;
  /** Hints of a kind's events: they may be lost, repeated, late and out of order. `onHead` gets the newest revision of the kind now and then. */
  watch(resource: ResourceRef, on: { event(event: LogEvent): void; head(revision: Revision): void }): { stop(): void };
  /** The log of a kind after a revision: what hints are healed from. */
  readLog(resource: ResourceRef, after: Revision): Promise<LogPage>;
  create<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T>;
  /** Compare-and-set when the object carries a resourceVersion. */
  update<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(resource: ResourceRef, name: ObjectName, patch: Patch, options: WriteOptions): Promise<T>;
  delete(resource: ResourceRef, name: ObjectName, deletion: DeleteOptions, options: WriteOptions): Promise<void>;
}
