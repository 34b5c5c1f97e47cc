import type { ClusterApi } from '@klockwork/cluster-api';
import type { LogEvent, Revision } from '@klockwork/event-store';
import { assert, type Clock, deepFreeze, type Logger, logFailure, shareWith } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import type { Informer, Notice } from './informer.ts';
import { NoticeListeners } from './notice-listeners.ts';
import { type Indexers, ObjectCache } from './object-cache.ts';
import { Reflector, type Sink } from './reflector.ts';
import { RevisionGate } from './revision-gate.ts';

/** Informer over a {@link Reflector}. */
export class CachedInformer<T extends KubeObject> implements Informer<T>, Sink {
  resource: ResourceRef;
  readonly #cache = new ObjectCache<T>();
  readonly #listeners: NoticeListeners<T>;
  readonly #logger: Logger;
  readonly #reflector: Reflector;
  readonly #gate: RevisionGate;
  readonly #keeps: (object: T) => boolean;
  /** True if all users need only metadata. */
  #metadataOnly = true;
  /** Latest object, a model for sharing: objects of a kind are similar. */
  #newest: T | undefined;
  #started: Promise<void> | undefined;
  readonly #synced: Promise<void>;
  #markSynced: () => void = () => {};

  constructor(options: {
    api: ClusterApi;
    clock: Clock;
    logger: Logger;
    resource: ResourceRef;
    /** Selects held objects; default all. */
    keeps?: ((object: T) => boolean) | undefined;
  }) {
    this.resource = options.resource;
    this.#logger = options.logger;
    this.#listeners = new NoticeListeners({ ...options, resource: options.resource.resource });
    this.#keeps = options.keeps ?? (() => true);
    // A filter may read the whole object.
    const metadataOnly = () => this.#metadataOnly && options.keeps === undefined;
    this.#reflector = new Reflector({ ...options, sink: this, metadataOnly });
    this.#gate = new RevisionGate(options.clock, () => this.#reflector.nudge());
    this.#synced = new Promise((resolve) => {
      this.#markSynced = resolve;
    });
  }

  addIndexers(indexers: Indexers<T>): void {
    this.#cache.addIndexers(indexers);
  }

  /** Requests whole objects; must precede the start. */
  holdWhole(): void {
    this.#metadataOnly = false;
  }

  start(): Promise<void> {
    this.#started ??= this.#reflector.start();
    return this.#started;
  }

  stop(): void {
    this.#reflector.stop();
    this.#gate.stop();
    this.#listeners.stop();
  }

  get(namespace: string, name: string): T | undefined {
    return this.#cache.get(namespace, name);
  }

  list(namespace?: string): readonly T[] {
    return this.#cache.list(namespace);
  }

  byIndex(index: string, value: string): readonly T[] {
    assert(this.#cache.hasIndex(index), `the informer of ${this.resource.resource} has no index ${index}`);
    return this.#cache.byIndex(index, value);
  }

  onNotice(listener: (notice: Notice<T>) => void): () => void {
    return this.#listeners.add(listener);
  }

  synced(): Promise<void> {
    return this.#synced;
  }

  revision(): Revision {
    return this.#reflector.revision;
  }

  reached(revision: Revision): Promise<void> {
    return this.#gate.reached(revision);
  }

  catchUp(): Promise<void> {
    return this.#reflector.catchUp();
  }

  /** See {@link Sink}. Notifies listeners of the differences to `items`. */
  replace(items: readonly KubeObject[], kindRevision: Revision): void {
    const absentObjects = new Map(this.#cache.list().map((object) => [nameOf(object), object]));
    for (const item of items as readonly T[]) {
      absentObjects.delete(nameOf(item));
      this.#take(item, () => this.#put(item, Number(item.metadata?.resourceVersion ?? kindRevision)));
    }
    for (const object of absentObjects.values()) this.#take(object, () => this.#remove(object, kindRevision));
    this.#markSynced();
    this.#gate.open(kindRevision);
  }

  /** See {@link Sink}. */
  isEnough({ object, metadata }: LogEvent): boolean {
    return object !== undefined || (this.#metadataOnly && metadata !== undefined);
  }

  /** See {@link Sink}. */
  apply(event: LogEvent): void {
    assert(this.isEnough(event), `event ${event.revision} was read from the log without its object`);
    const object = (event.object ?? { metadata: event.metadata }) as T;
    this.#take(object, () => {
      if (event.change === 'deleted') this.#remove(object, event.revision, event);
      else this.#put(object, event.revision, event);
    });
    this.#gate.open(event.revision);
  }

  /** A failing object is not held; later objects are. */
  #take(object: T, change: () => void): void {
    try {
      change();
    } catch (error) {
      logFailure(this.#logger, { resource: this.resource.resource, key: nameOf(object) }, error);
    }
  }

  #put(object: T, revision: Revision, event?: LogEvent): void {
    const { namespace = '', name = '' } = object.metadata ?? {};
    const previousObject = this.#cache.get(namespace, name);
    if (previousObject?.metadata?.resourceVersion === object.metadata?.resourceVersion && previousObject !== undefined) return;
    // A new uid under the same name is another object, whose predecessor's deletion was missed.
    if (previousObject !== undefined && previousObject.metadata?.uid !== object.metadata?.uid) this.#remove(previousObject, revision);
    if (!this.#keeps(object)) {
      if (previousObject !== undefined) this.#remove(object, revision, event);
      return;
    }
    const sharedObject = this.#sharing(object, previousObject);
    const previous = this.#cache.set(sharedObject);
    this.#newest = sharedObject;
    const about = event === undefined ? { object: sharedObject, revision } : { object: sharedObject, revision, event };
    this.#tell(previous === undefined ? { change: 'added', ...about } : { change: 'updated', previous, ...about });
  }

  /** Shares equal parts with the last version of the object, or with another object. */
  #sharing(object: T, held: T | undefined): T {
    const own = withoutOwners(this.#metadataOnly ? ({ metadata: object.metadata } as T) : object);
    return shareWith(shareWith(own, this.#newest), held);
  }

  #remove(object: T, revision: Revision, event?: LogEvent): void {
    const previous = this.#cache.delete(object.metadata?.namespace ?? '', object.metadata?.name ?? '');
    if (previous === undefined) return;
    this.#tell({ change: 'deleted', object, previous, revision, ...(event === undefined ? {} : { event }) });
  }

  #tell(notice: Notice<T>): void {
    deepFreeze(notice.object);
    this.#listeners.tell(notice);
  }
}

/** Managed fields take half of an object's memory, and no cache user reads them. A write without them keeps the stored ones. */
function withoutOwners<T extends KubeObject>(object: T): T {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function nameOf(object: KubeObject): string {
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;
}
