import type { ClusterApi } from '@klockwork/cluster-api';
import type { Informer } from '@klockwork/informers';
import { ApiError } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';

/** A few whole objects of a kind of which a cache holds the metadata: each is read when it is needed, and again when the cache knows another version. */
export class WholeObjects<T extends KubeObject> {
  readonly #informer: Informer;
  readonly #api: Pick<ClusterApi, 'get'>;
  readonly #read = new Map<string, T>();

  constructor(informer: Informer, api: Pick<ClusterApi, 'get'>) {
    this.#informer = informer;
    this.#api = api;
  }

  /** The object as it was read; undefined when it is not there. */
  get(namespace: string, name: string): T | undefined {
    return this.#read.get(`${namespace}/${name}`);
  }

  /** Reads the object unless what was read is what the cache knows. Rejects with ApiError when it cannot be read. */
  async freshen(namespace: string, name: string): Promise<void> {
    const known = this.#informer.get(namespace, name)?.metadata?.resourceVersion;
    if (known === this.get(namespace, name)?.metadata?.resourceVersion) return;
    const object = known === undefined ? undefined : await this.#readIfThere(namespace, name);
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
