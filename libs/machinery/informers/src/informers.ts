import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { CachedInformer } from './cached-informer.ts';
import type { Informer, InformerFactory, InformersStart } from './informer.ts';
import type { Indexers } from './object-cache.ts';

/** Informers of one process: one per kind, shared by all users. Models client-go's SharedInformerFactory. */
export class Informers implements InformerFactory {
  readonly #options: { api: ClusterApi; clock: Clock; logger: Logger };
  // biome-ignore lint/suspicious/noExplicitAny: one informer per kind, each of its own type
  readonly #byKind = new Map<string, CachedInformer<any>>();

  constructor(options: { api: ClusterApi; clock: Clock; logger: Logger }) {
    this.#options = options;
  }

  informer<T extends KubeObject>(
    resource: ResourceRef,
    options: { indexes?: Indexers<T>; keeps?(object: T): boolean; metadataOnly?: boolean } = {},
  ): Informer<T> {
    const kind = `${resource.group}/${resource.resource}`;
    const informer: CachedInformer<T> =
      this.#byKind.get(kind) ?? new CachedInformer<T>({ ...this.#options, resource, keeps: options.keeps });
    this.#byKind.set(kind, informer);
    // A definition may come again with another scope, kind or version.
    informer.resource = resource;
    informer.addIndexers(options.indexes ?? {});
    if (options.metadataOnly !== true) informer.holdWhole();
    return informer;
  }

  async start({ chosen = () => true, atOnceMax = Number.POSITIVE_INFINITY }: InformersStart = {}): Promise<void> {
    const all = [...this.#byKind.values()].filter(({ resource }) => chosen(resource));
    const waiting = all.values();
    const startNext = async () => {
      for (const informer of waiting) await informer.start();
    };
    await Promise.all(Array.from({ length: Math.min(all.length, atOnceMax) }, startNext));
  }

  stop(): void {
    for (const informer of this.#byKind.values()) informer.stop();
  }
}
