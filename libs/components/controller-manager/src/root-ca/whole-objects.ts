import type { ClusterApi } from '@klockwork/cluster-api';
import type { Informer } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';

/** Whole objects of a kind with a metadata-only cache: read on demand, and again after a version change. */
export class WholeObjects<T extends KubeObject> {
  readonly #informer: Informer;
  readonly #api: Pick<ClusterApi, 'get'>;
  readonly #read = new Map<string, T>();

  constructor(informer: Informer, api: Pick<ClusterApi, 'get'>) {
    this.#informer = informer;
    this.#api = api;
  }

  /** Object at its last read; undefined if absent. */
  get(namespace: string, name: string): T | undefined {
    return this.#read.get(`${namespace}/${name}`);
  }

  /** Reads the object unless its cached version is unchanged. Rejects with ApiError on failure. */
  async freshen(namespace: string, name: string): Promise<void> {
    const resourceVersion = this.#informer.get(namespace, name)?.metadata?.resourceVersion;
    if (resourceVersion === this.get(namespace, name)?.metadata?.resourceVersion) return;
    const object = resourceVersion === undefined ? undefined : await this.#readIfThere(namespace, name);
    if (object === undefined) this.#read.delete(`${namespace}/${name}`);
    else this.#read.set(`${namespace}/${name}`, object);
  }

  async #readIfThere(namespace: string, name: string): Promise<T | undefined> {
    try {
      return await this.#api.get<T>(this.#informer.resource, { namespace, name });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
      return undefined;
    }
  }
}
