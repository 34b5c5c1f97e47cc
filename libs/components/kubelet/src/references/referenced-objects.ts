import type { ClusterApi, ObjectName } from '@klockwork/cluster-api';
import type { Cause, LogEvent, Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import { type ConfigMap, type KubeObject, type Pod, type ResourceRef, resources, type Secret } from '@klockwork/resources';
import type { Reference, ReferencedData } from './reference.ts';

const KINDS: Readonly<Record<Reference['kind'], ResourceRef>> = { configmap: resources.configMaps, secret: resources.secrets };

/** Told that something a pod names has changed, or may have. */
export type ReferenceListener = (cause: Cause) => void;

interface Entry {
  readonly holders: Map<string, ReferenceListener>;
  /** Counts what was heard of it: an answer that is older than the newest hint is not kept. */
  heard: number;
  /** As it was read, unless something was heard since. */
  object?: KubeObject;
}

/** A watch of a kind, for as long as some pod names one of its objects: whoever has no such pods is not to hear of every ConfigMap. */
interface KindWatch {
  stop(): void;
  /** Newest revision of the kind that was heard of. */
  newest: Revision;
}

/**
 * The ConfigMaps and Secrets that the pods of a process name, and no others: each is read when it is needed, and kept until a hint
 * says that it changed. A hint that was lost shows in the next one, or in the head of the log; then all of its kind are read anew.
 * Models `pkg/kubelet/util/manager` in its watching form, without a watch for each object.
 */
export class ReferencedObjects {
  readonly #api: Pick<ClusterApi, 'get' | 'watch'>;
  readonly #entries = new Map<string, Entry>();
  readonly #watches = new Map<Reference['kind'], KindWatch>();

  constructor(api: Pick<ClusterApi, 'get' | 'watch'>) {
    this.#api = api;
  }

  /** Lets go of all. */
  stop(): void {
    this.#entries.clear();
    this.#stopUnused();
  }

  /** Keeps what `pod` names for as long as it is not let go of, and says when it changed. */
  hold(pod: Pod, references: readonly Reference[], changed: ReferenceListener): void {
    for (const reference of references) {
      if (!this.#watches.has(reference.kind)) this.#watch(reference.kind);
      this.#entry(keyOf(pod, reference)).holders.set(uidOf(pod), changed);
    }
  }

  /** Forgets what only this pod named. */
  release(pod: Pod): void {
    for (const [key, entry] of this.#entries) {
      if (entry.holders.delete(uidOf(pod)) && entry.holders.size === 0) this.#entries.delete(key);
    }
    this.#stopUnused();
  }

  /** What the references of a pod lead to. Rejects with ApiError when that cannot be read; what is not there is left out. */
  async read(pod: Pod, references: readonly Reference[]): Promise<ReferencedData> {
    const found = new Map<string, KubeObject>();
    for (const reference of references) {
      const object = await this.#read(pod, reference);
      if (object !== undefined) found.set(textOf(reference), object);
    }
    return {
      configMap: (name) => found.get(textOf({ kind: 'configmap', name })) as ConfigMap | undefined,
      secret: (name) => found.get(textOf({ kind: 'secret', name })) as Secret | undefined,
    };
  }

  /** An object as it is just now, read anew; nothing of it is kept. Rejects with ApiError. */
  readFresh<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    return this.#api.get<T>(resource, name);
  }

  async #read(pod: Pod, reference: Reference): Promise<KubeObject | undefined> {
    const entry = this.#entries.get(keyOf(pod, reference));
    if (entry?.object !== undefined) return entry.object;
    const heard = entry?.heard;
    try {
      const name = { namespace: pod.metadata?.namespace ?? '', name: reference.name };
      const object = await this.#api.get<KubeObject>(KINDS[reference.kind], name);
      if (entry !== undefined && entry.heard === heard) entry.object = object;
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
    for (const changed of [...entry.holders.values()]) changed(cause);
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
