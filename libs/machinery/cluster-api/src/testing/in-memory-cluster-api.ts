import type { Actor, LogEvent, Revision } from '@klockwork/event-store';
import { type Clock, copy, deepFreeze, type Random, SeededRandom } from '@klockwork/kernel';
import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import type { ClusterApi, DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from '../cluster-api.ts';
import { kindKey } from '../messages.ts';
import type { ClusterBackend } from '../serve-cluster-api.ts';
import { InMemoryLog } from './in-memory-log.ts';
import { merge } from './merge.ts';
import { alreadyExists, conflict, notFound, OBJECT_MODIFIED, pathNotFound } from './refusals.ts';
import { selects } from './selects.ts';

/** Recorded write, for assertions. */
export interface RecordedWrite {
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  readonly resource: ResourceRef;
  readonly name: string;
  readonly body: unknown;
  readonly options: WriteOptions;
}

/** Passes hints to watchers; tests replace it by a lossy one. */
export type HintChannel = (event: LogEvent, deliver: (event: LogEvent) => void) => void;

type Watcher = { readonly resource: ResourceRef; readonly on: { event(event: LogEvent): void; head(revision: Revision): void } };
type Caller = { readonly actor: Actor; readonly correlationId: string };

const TESTER: Actor = { user: 'tester', userAgent: 'tests' };

/**
 * In-memory API for tests of informers and controllers: revisions, conflict checks, generated names, finalizers, background deletion, and
 * graceful deletion of bound pods; without defaults, validation and admission.
 */
export class InMemoryClusterApi implements ClusterApi {
  readonly log: InMemoryLog;
  /** All requested writes, including refused ones, oldest first. */
  readonly writes: RecordedWrite[] = [];
  /** Throws to refuse a request. */
  refuse: (verb: string, resource: ResourceRef, body: unknown) => void = () => {};
  /** Answers reads of paths; throws for unknown ones. */
  answer: (path: string) => unknown = () => {
    throw pathNotFound();
  };
  channel: HintChannel = (event, deliver) => deliver(event);
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #watchers = new Set<Watcher>();

  constructor(options: { clock: Clock; random?: Random }) {
    this.#clock = options.clock;
    this.#random = options.random ?? new SeededRandom(1);
    this.log = new InMemoryLog(options.clock);
  }

  as(actor: Actor, correlationId: string): ClusterApi {
    const caller = { actor, correlationId };
    return {
      get: (resource, name) => this.get(resource, name),
      read: (resource, path) => this.read(resource, path),
      list: (resource, options) => this.list(resource, options),
      watch: (resource, on) => this.watch(resource, on),
      readLog: (resource, after) => this.readLog(resource, after),
      create: (resource, object, options) => this.create(resource, object, options, caller),
      update: (resource, object, options) => this.update(resource, object, options, caller),
      patch: (resource, name, patch, options) => this.patch(resource, name, patch, options, caller),
      delete: (resource, name, deletion, options) => this.delete(resource, name, deletion, options, caller),
    };
  }

  /** API server over these objects, for requests from a bus. */
  get backend(): ClusterBackend {
    return {
      as: (actor, correlationId) => ({
        ...this.as(actor, correlationId),
        list: async (resource, options) => {
          const { items, ...list } = await this.list(resource, options);
          return { ...list, objects: items.map((object) => ({ object, json: JSON.stringify(object) })) };
        },
      }),
      written: async (correlationId) => this.log.events.find((event) => event.correlationId === correlationId),
    };
  }

  async get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    this.refuse('get', resource, name);
    return this.#existing(resource, name) as T;
  }

  async read(resource: ResourceRef, path: string): Promise<unknown> {
    this.refuse('read', resource, path);
    return this.answer(path);
  }

  async list<T extends KubeObject>(resource: ResourceRef, options: ListOptions = {}) {
    this.refuse('list', resource, options);
    const items = this.log.objects(resource).filter((object) => selects(options, object)) as T[];
    return { revision: this.log.revision, kindRevision: this.log.kindRevision(resource), items };
  }

  watch(resource: ResourceRef, on: Watcher['on']): { stop(): void } {
    const watcher = { resource, on };
    this.#watchers.add(watcher);
    return { stop: () => this.#watchers.delete(watcher) };
  }

  async readLog(resource: ResourceRef, after: Revision): Promise<LogPage> {
    this.refuse('log', resource, after);
    const events = this.log.events.filter((event) => event.revision > after && kindKey(event.key) === kindKey(resource));
    return { events, head: this.log.kindRevision(resource), complete: true };
  }

  async create<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions, caller?: Caller): Promise<T> {
    this.#record({ verb: 'create', resource, name: object.metadata?.name ?? object.metadata?.generateName ?? '', body: object, options });
    if (options.subresource === 'token') return this.#issued(object) as T;
    const draft = copy(object) as KubeObject;
    const { generateName, name = `${generateName ?? ''}${this.#random.suffix(5)}`, namespace } = draft.metadata ?? {};
    if (this.log.find(resource, namespace ?? '', name) !== undefined) throw alreadyExists(resource, name);
    draft.metadata = { ...draft.metadata, name, uid: this.#random.uuid(), creationTimestamp: this.#time(), generation: 1 };
    return this.#append(resource, 'created', draft, options, caller) as T;
  }

  async update<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions, caller?: Caller): Promise<T> {
    this.#record({ verb: 'update', resource, name: object.metadata?.name ?? '', body: object, options });
    return this.#write(resource, object, options, caller) as T;
  }

  async patch<T extends KubeObject>(
    resource: ResourceRef,
    name: ObjectName,
    patch: Patch,
    options: WriteOptions,
    caller?: Caller,
  ): Promise<T> {
    this.#record({ verb: 'patch', resource, name: name.name, body: patch.body, options });
    if (patch.type === 'json') throw new Error('the in-memory API does not know JSON patches');
    const merged = merge(this.#existing(resource, name), patch.body, patch.type === 'strategic') as KubeObject;
    return this.#write(resource, merged, options, caller) as T;
  }

  async delete(resource: ResourceRef, name: ObjectName, deletion: DeleteOptions, options: WriteOptions, caller?: Caller): Promise<void> {
    this.#record({ verb: 'delete', resource, name: name.name, body: deletion, options });
    const existing = this.#existing(resource, name);
    if (deletion.uid !== undefined && deletion.uid !== existing.metadata?.uid)
      throw conflict(
        resource,
        name.name,
        `Precondition failed: UID in precondition: ${deletion.uid}, UID in object meta: ${existing.metadata?.uid}`,
      );
    const draft = copy(existing) as KubeObject;
    markFinalizers(draft, deletion);
    const grace = graceSeconds(resource, draft, deletion);
    const marked = draft.metadata?.deletionTimestamp !== undefined && grace > 0;
    if (marked) return;
    draft.metadata = { ...draft.metadata, deletionGracePeriodSeconds: grace, deletionTimestamp: this.#time(grace * 1000) };
    if (resource.resource === resources.namespaces.resource) Object.assign(draft, { status: { phase: 'Terminating' } });
    this.#append(resource, grace === 0 && !isHeld(draft) ? 'deleted' : 'updated', draft, options, caller);
  }

  /** Sends each watcher the newest revision of its kind. */
  publishHeads(): void {
    for (const { resource, on } of this.#watchers) on.head(this.log.kindRevision(resource));
  }

  #write(resource: ResourceRef, object: KubeObject, options: WriteOptions, caller?: Caller): KubeObject {
    const { namespace, name = '', resourceVersion } = object.metadata ?? {};
    const existing = this.#existing(resource, { ...(namespace === undefined ? {} : { namespace }), name });
    if (resourceVersion !== undefined && resourceVersion !== existing.metadata?.resourceVersion)
      throw conflict(resource, name, OBJECT_MODIFIED);
    const draft = mayWrite(existing, copy(object) as KubeObject, options.subresource);
    if (JSON.stringify(draft) === JSON.stringify(existing)) return existing;
    const ends =
      draft.metadata?.deletionTimestamp !== undefined && (draft.metadata.deletionGracePeriodSeconds ?? 0) === 0 && !isHeld(draft);
    return this.#append(resource, ends ? 'deleted' : 'updated', draft, options, caller);
  }

  #append(resource: ResourceRef, change: LogEvent['change'], draft: KubeObject, options: WriteOptions, caller?: Caller): KubeObject {
    const { actor, correlationId } = caller ?? { actor: TESTER, correlationId: this.#random.uuid() };
    const event = this.log.append({ resource, change, object: draft, actor, correlationId, cause: options.cause });
    for (const { resource: watched, on } of this.#watchers) {
      if (kindKey(watched) === kindKey(resource)) this.channel(event, (hint) => on.event(hint));
    }
    return event.object as KubeObject;
  }

  #existing(resource: ResourceRef, { namespace = '', name }: ObjectName): KubeObject {
    const object = this.log.find(resource, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    return object;
  }

  /** Returns a token whose text counts the requests. */
  #issued(request: KubeObject): KubeObject {
    const { expirationSeconds = 0 } = (request as { spec?: { expirationSeconds?: number } }).spec ?? {};
    const token = `token-${this.writes.filter(({ options }) => options.subresource === 'token').length}`;
    return { ...request, status: { token, expirationTimestamp: this.#time(expirationSeconds * 1_000) } } as KubeObject;
  }

  #record(write: RecordedWrite): void {
    this.writes.push(deepFreeze({ ...write, resource: { ...write.resource } }));
    this.refuse(write.verb, write.resource, write.body);
  }

  #time(afterMs = 0): string {
    return `${new Date(this.#clock.now() + afterMs).toISOString().slice(0, 19)}Z`;
  }
}

function markFinalizers(draft: KubeObject, { propagationPolicy }: DeleteOptions): void {
  const finalizers = (draft.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== 'foregroundDeletion' && finalizer !== 'orphan');
  if (propagationPolicy === 'Foreground') finalizers.push('foregroundDeletion');
  if (propagationPolicy === 'Orphan') finalizers.push('orphan');
  if (finalizers.length > 0 || draft.metadata?.finalizers !== undefined) draft.metadata = { ...draft.metadata, finalizers };
}

function isHeld(object: KubeObject): boolean {
  const { spec } = object as { spec?: { finalizers?: string[] } };
  return (object.metadata?.finalizers?.length ?? 0) > 0 || (spec?.finalizers?.length ?? 0) > 0;
}

// Models CheckGracefulDelete of pods: only a pod on a node keeps its grace period.
function graceSeconds(resource: ResourceRef, object: KubeObject, deletion: DeleteOptions): number {
  if (resource.resource !== resources.pods.resource) return 0;
  const { spec, status } = object as { spec?: { nodeName?: string; terminationGracePeriodSeconds?: number }; status?: { phase?: string } };
  if (spec?.nodeName === undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  return deletion.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

function mayWrite(existing: KubeObject, draft: KubeObject, subresource: string | undefined): KubeObject {
  type WithParts = KubeObject & { spec?: unknown; status?: unknown };
  const before = existing as WithParts;
  const next = draft as WithParts;
  // A status write may change annotations, as upstream's status strategies allow.
  const annotated = { ...before.metadata, annotations: next.metadata?.annotations };
  if (subresource === 'status') return copy({ ...before, metadata: annotated, status: next.status }) as KubeObject;
  if (subresource === 'finalize') return copy({ ...before, spec: next.spec }) as KubeObject;
  const specChanged = JSON.stringify(before.spec) !== JSON.stringify(next.spec);
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion, generation = 1 } = before.metadata ?? {};
  const fixed = { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion };
  const metadata = { ...next.metadata, ...fixed, generation: generation + (specChanged ? 1 : 0) };
  return copy({ ...next, status: before.status, metadata }) as KubeObject;
}
