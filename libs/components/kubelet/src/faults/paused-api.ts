import type { ClusterApi } from '@klockwork/cluster-api';
import type { AgentPause } from './agent-pause.ts';

/** Returns the API of an agent: in a pause, requests wait for its end. */
export function pausedApi(api: ClusterApi, pause: AgentPause): ClusterApi {
  const send = <Answer>(request: () => Promise<Answer>) => (pause.paused ? pause.end().then(request) : request());
  return {
    get: (resource, name) => send(() => api.get(resource, name)),
    read: (resource, path) => send(() => api.read(resource, path)),
    list: (resource, options) => send(() => api.list(resource, options)),
    watch: (resource, on) => api.watch(resource, on),
    readLog: (resource, after) => send(() => api.readLog(resource, after)),
    create: (resource, object, options) => send(() => api.create(resource, object, options)),
    update: (resource, object, options) => send(() => api.update(resource, object, options)),
    patch: (resource, name, patch, options) => send(() => api.patch(resource, name, patch, options)),
    delete: (resource, name, deletion, options) => send(() => api.delete(resource, name, deletion, options)),
  };
}
