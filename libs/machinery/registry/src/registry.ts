import { builtInAdmission } from '@klockwork/admission';
import { statusErrors } from '@klockwork/api-machinery';
import type { LiveObject, Revision } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import type { RegistryContext } from './context.ts';
import { Expiry } from './expiry.ts';
import { noConverter } from './object-converter.ts';
import { type ListResult, list, listNow } from './read/list.ts';
import type { ListQuery } from './read/list-query.ts';
import type { Selection } from './read/selection.ts';
import type { ListedObject } from './read/state-at.ts';
import { listedInVersion } from './versions.ts';
import { WatchHub } from './watch/watch-hub.ts';
import type { Watcher, WatchOptions } from './watch/watcher.ts';
import { type Application, apply } from './write/apply.ts';
import { noCalledAdmission } from './write/called-admission.ts';
import { type Creation, create } from './write/create.ts';
import { remove } from './write/delete.ts';
import { removeAll } from './write/delete-collection.ts';
import type { DeleteRequest } from './write/delete-request.ts';
import { PendingAllocations } from './write/pending-allocations.ts';
import { type ProjectedWrite, writeProjected } from './write/projected.ts';
import { type Replacement, replace } from './write/replace.ts';
import { keyOf, type Target } from './write/target.ts';
import { type Update, update } from './write/update.ts';
import type { WriteRequest } from './write/write-request.ts';
import type { WriteResult } from './write/write-result.ts';

/** Dependencies of a registry. By default the plugins of every cluster admit writes. The caller closes the journal, after the registry. */
export type RegistryOptions = Omit<RegistryContext, 'pendingAllocations' | 'admission' | 'called' | 'converter'> &
  Partial<Pick<RegistryContext, 'admission' | 'called' | 'converter'>>;

/**
 * The generic write path and the reads, for every kind. Refusals are ApiErrors with upstream's Status.
 * Every write is decided on the newest state and appended in the same turn; it resolves when it is durable. A write that waited for webhooks
 * starts over if the object has changed meanwhile.
 */
export class Registry {
  readonly context: RegistryContext;
  readonly #hub: WatchHub;
  readonly #expiry: Expiry;

  constructor(options: RegistryOptions) {
    const defaults = { admission: builtInAdmission, called: noCalledAdmission, converter: noConverter };
    this.context = { ...defaults, ...options, pendingAllocations: new PendingAllocations() };
    this.#hub = new WatchHub(options);
    this.#expiry = new Expiry(this.context);
  }

  /** Returns the durable object. Throws NotFound. */
  get(target: Target): LiveObject {
    const live = this.find(target);
    if (live === undefined) throw statusErrors.notFound(target.kind, target.name);
    return live;
  }

  /** Returns the durable object; undefined if absent. */
  find(target: Target): LiveObject | undefined {
    return this.context.journal.state.get(keyOf(target));
  }

  /** How many watches are open. */
  get watches(): number {
    return this.#hub.size;
  }

  /** Revision of the newest durable event. */
  get revision(): Revision {
    return this.context.journal.state.revision;
  }

  /** Returns whether a revision's event is in memory, as a start of watches. */
  remembers(revision: Revision): boolean {
    return this.context.journal.remembers(revision);
  }

  /** Lists the selected present objects of a kind. */
  listNow(kind: KindDefinition, selection: Selection): ListResult {
    return listNow(this.context.journal, kind, selection);
  }

  /** Lists a kind, whole or a page, at the present or any revision of the log. */
  list(kind: KindDefinition, query: ListQuery): Promise<ListResult> {
    return list(this.context.journal, kind, query, this.context.clock.now());
  }

  /** Returns objects of the log in the version of a kind with conversion by webhook. */
  inVersion(kind: KindDefinition, items: readonly ListedObject[]): Promise<readonly ListedObject[]> {
    return listedInVersion(this.context, kind, items);
  }

  watch(kind: KindDefinition, options: WatchOptions, watcher: Watcher): { stop(): void } {
    return this.#hub.watch(kind, options, watcher);
  }

  create(creation: Creation, request: WriteRequest): Promise<WriteResult> {
    return create(this.context, creation, request);
  }

  replace(replacement: Replacement, request: WriteRequest): Promise<WriteResult> {
    return replace(this.context, replacement, request);
  }

  /** Updates the newest state of an object, or its subresource. `change` may receive an uncommitted state. */
  update(change: Update, request: WriteRequest): Promise<WriteResult> {
    return update(this.context, change, request);
  }

  /** Applies an object server-side: merges it into the newest state, or creates it. */
  apply(application: Application, request: WriteRequest): Promise<WriteResult> {
    return apply(this.context, application, request);
  }

  writeProjected(write: ProjectedWrite, request: WriteRequest): Promise<WriteResult> {
    return writeProjected(this.context, write, request);
  }

  /** Deletes the listed objects one by one. */
  deleteAll(
    removal: { kind: KindDefinition; items: readonly ListedObject[]; deletion: DeleteRequest },
    request: WriteRequest,
  ): Promise<void> {
    return removeAll(this.context, removal, request);
  }

  delete(removal: { target: Target; deletion: DeleteRequest }, request: WriteRequest): Promise<WriteResult> {
    return remove(this.context, removal, request);
  }

  close(): void {
    this.#expiry.close();
    this.#hub.close();
  }
}
