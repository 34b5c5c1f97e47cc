import type { ClusterApi, ClusterBackend, ListOptions } from '@klockwork/cluster-api';
import type { Actor } from '@klockwork/event-store';
import type { Random } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { type DirectOptions, DirectRequest } from './direct-request.ts';
import { EarlierWrites } from './earlier-writes.ts';
import { ApiFaults } from './faults/api-faults.ts';
import { faultedApi } from './faults/faulted-api.ts';
import { countedApi } from './monitoring/counted-api.ts';
import type { ServerMetrics } from './monitoring/server-metrics.ts';

/** Returns the ClusterApi of an actor in the registry's process. Each call is a separate request. Watches are gapless. */
export function directClusterApi(options: DirectOptions & { readonly actor: Actor; readonly random: Random }): ClusterApi {
  const { journal, actor, random } = options;
  const ask = () => new DirectRequest(options, actor, random.uuid());
  return {
    get: (resource, name) => ask().get(resource, name),
    read: (resource, path) => ask().read(resource, path),
    async list<T extends KubeObject>(resource: ResourceRef, options?: ListOptions) {
      const { objects, ...list } = await ask().list(resource, options);
      return { ...list, items: objects.map(({ object }) => object as T) };
    },
    readLog: (resource, after) => ask().readLog(resource, after),
    create: (resource, object, write) => ask().create(resource, object, write),
    update: (resource, object, write) => ask().update(resource, object, write),
    patch: (resource, name, patch, write) => ask().patch(resource, name, patch, write),
    delete: (resource, name, deletion, write) => ask().delete(resource, name, deletion, write),
    watch: ({ group, resource }, on) => ({
      stop: journal.onCommitted(({ event }) => {
        if (event.key.group === group && event.key.resource === resource) on.event(event);
      }),
    }),
  };
}

/** Dependencies of the backend. */
export interface BackendOptions extends DirectOptions {
  /** Faults of requests; absent: none. */
  readonly faults?: ApiFaults;
  /** Counters of requests; absent: none. */
  readonly metrics?: ServerMetrics;
}

/** Returns the backend for cluster components on the bus. */
export function directBackend(options: BackendOptions): ClusterBackend {
  const { faults = new ApiFaults(), metrics } = options;
  const earlier = new EarlierWrites(options.journal);
  return {
    as(actor, correlationId) {
      const api = faultedApi(new DirectRequest(options, actor, correlationId), faults, actor);
      return metrics === undefined ? api : countedApi(api, metrics);
    },
    written: (correlationId) => earlier.find(correlationId),
  };
}
