import type { ClusterApi, ObjectName } from '@klockwork/cluster-api';
import type { Cause, LogEvent, Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import { type ConfigMap, type KubeObject, type Pod, type ResourceRef, resources, type Secret } from '@klockwork/resources';
import type { Reference, ReferencedData } from './reference.ts';

const KINDS: Readonly<Record<Reference['kind'], ResourceRef>> = { configmap: resources.configMaps, secret: resources.secrets };

/** Called after a change, or possible change, of a referenced object. */
export type ReferenceListener = (cause: Cause) => void;

interface Entry {
  readonly holders: Map<string, ReferenceListener>;
  /** Number of hints: an answer older than the newest hint is not cached. */
  heard: number;
  /** Cached object, until the next hint. */
  object?: KubeObject;
}

/** Watch of a kind, while pods reference its objects: other processes need no hints of all ConfigMaps. */
interface KindWatch {
  stop(): void;
  /** Newest reported revision of the kind. */
  newest: Revision;
}

/**
 * ConfigMaps and Secrets referenced by a process's pods: read on demand, and cached until a hint reports a change. The next hint, or a head
 * of the log, reveals a lost hint; then all objects of the kind are read again. Models `pkg/kubelet/util/manager` in watch mode, without a
 * watch per object.
 */
export class ReferencedObjects {
  readonly #api: Pick<ClusterApi, 'get' | 'watch'>;
  readonly #entries = new Map<string, Entry>();
  readonly #watches = new Map<Reference['kind'], KindWatch>();

  constructor(api: Pick<ClusterApi, 'get' | 'watch'>) {
    this.#api = api;
  }

  /** Releases all resources. */
  stop(): void {
    this.#entries.clear();
    this.#stopUnused();
  }

  /** Caches references of `pod` until their release, and reports changes. */
  hold(pod: Pod, references: readonly Reference[], changedListener: ReferenceListener): void {
    for (const reference of references) {
      if (!this.#watches.has(reference.kind)) this.#watch(reference.kind);
      this.#entry(keyOf(pod, reference)).holders.set(uidOf(pod), changedListener);
    }
  }

  /** Drops objects referenced by this pod only. */
  release(pod: Pod): void {
    for (const [key, entry] of this.#entries) {
      if (entry.holders.delete(uidOf(pod)) && entry.holders.size === 0) this.#entries.delete(key);
    }
    this.#stopUnused();
  }

  /** Returns a pod's referenced objects; missing ones are omitted. Rejects with ApiError. */
  async read(pod: Pod, references: readonly Reference[]): Promise<ReferencedData> {
    const objects = new Map<string, KubeObject>();
    for (const reference of references) {
      const object = await this.#read(pod, reference);
      if (object !== undefined) objects.set(textOf(reference), object);
    }
    return {
      configMap: (name) => objects.get(textOf({ kind: 'configmap', name })) as ConfigMap | undefined,
      secret: (name) => objects.get(textOf({ kind: 'secret', name })) as Secret | undefined,
    };
  }

  /** Reads an object without the cache. Rejects with ApiError. */
  readFresh<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    return this.#api.get<T>(resource, name);
  }

  async #read(pod: Pod, reference: Reference): Promise<KubeObject | undefined> {
    const entry = this.#entries.get(keyOf(pod, reference));
    if (entry?.object !== undefined) return entry.object;
    const latest = entry?.heard;
    try {
      const name = { namespace: pod.metadata?.namespace ?? '', name: reference.name };
      const object = await this.#api.get<KubeObject>(KINDS[reference.kind], name);
      if (entry !== undefined && entry.heard === latest) entry.object = object;
      return object;
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
      return undefined;
    }
  }

  #entry(key: string): Entry {
    const entry = this.#entries.get(key) ?? { holders: new Map(), heard: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #watch(kind: Reference['kind']): void {
    const watch: KindWatch = { newest: 0, stop: () => watching.stop() };
    const watching = this.#api.watch(KINDS[kind], {
      event: (event: LogEvent) => this.#onEvent(kind, watch, event),
      head: (head: Revision) => this.#onHead(kind, watch, head),
    });
    this.#watches.set(kind, watch);
  }

  #stopUnused(): void {
    for (const [kind, watch] of this.#watches) {
      if ([...this.#entries.keys()].some((key) => key.startsWith(`${kind}/`))) continue;
      watch.stop();
      this.#watches.delete(kind);
    }
  }

  #onEvent(kind: Reference['kind'], watch: KindWatch, { key, revision, previousRevisionOfKind }: LogEvent): void {
    const newest = watch.newest;
    watch.newest = Math.max(newest, revision);
    const cause: Cause = { trigger: 'event', revision };
    if (previousRevisionOfKind > newest) this.#forgetAll(kind, cause);
    else this.#forget(this.#entries.get(`${kind}/${key.namespace}/${key.name}`), cause);
  }

  #onHead(kind: Reference['kind'], watch: KindWatch, head: Revision): void {
    if (head <= watch.newest) return;
    watch.newest = head;
    this.#forgetAll(kind, { trigger: 'event', revision: head });
  }

  #forgetAll(kind: Reference['kind'], cause: Cause): void {
    for (const [key, entry] of this.#entries) if (key.startsWith(`${kind}/`)) this.#forget(entry, cause);
  }

  #forget(entry: Entry | undefined, cause: Cause): void {
    if (entry === undefined) return;
    entry.heard += 1;
    delete entry.object;
    for (const changedListener of [...entry.holders.values()]) changedListener(cause);
  }
}

function keyOf({ metadata }: Pod, { kind, name }: Reference): string {
  return `${kind}/${metadata?.namespace}/${name}`;
}

function textOf({ kind, name }: Reference): string {
  return `${kind}/${name}`;
}

function uidOf({ metadata }: Pod): string {
  return metadata?.uid ?? '';
}
