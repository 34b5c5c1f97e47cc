import type { BackendApi } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import type { ResourceRef } from '@klockwork/resources';
import type { RequestLabels } from './request-labels.ts';
import type { ServerMetrics } from './server-metrics.ts';

const OK = 200;
const CREATED = 201;
const FAILED = 500;

/** Returns the API of a component, whose requests over the bus count like those over HTTP. Reads of the log are the watches of components: they do not count. */
export function countedApi(api: BackendApi, metrics: ServerMetrics): BackendApi {
  // The answer itself is returned: the count delays nothing.
  const count = <T>(labels: RequestLabels, call: () => Promise<T>, code = OK): Promise<T> => {
    const end = metrics.begin(labels);
    const answer = call();
    answer.then(
      () => end(code),
      (error: unknown) => end(error instanceof ApiError ? error.status.code : FAILED),
    );
    return answer;
  };
  return {
    get: (resource, name) => count(labelsOf('GET', resource), () => api.get(resource, name)),
    // The HTTP API counts it.
    read: (resource, path) => api.read(resource, path),
    list: (resource, options) => count(listLabels(resource, options?.namespace), () => api.list(resource, options)),
    readLog: (resource, after) => api.readLog(resource, after),
    create: (resource, object, options) =>
      count(labelsOf('POST', resource, options.subresource), () => api.create(resource, object, options), CREATED),
    update: (resource, object, options) =>
      count(labelsOf('PUT', resource, options.subresource), () => api.update(resource, object, options)),
    patch: (resource, name, patch, options) =>
      count(labelsOf('PATCH', resource, options.subresource), () => api.patch(resource, name, patch, options)),
    delete: (resource, name, deletion, options) => count(labelsOf('DELETE', resource), () => api.delete(resource, name, deletion, options)),
  };
}

function labelsOf(verb: string, { group, version, resource }: ResourceRef, subresource = ''): RequestLabels {
  return { verb, group, version, resource, subresource, scope: 'resource', dryRun: '', component: 'apiserver' };
}

function listLabels(resource: ResourceRef, namespace = ''): RequestLabels {
  return { ...labelsOf('LIST', resource), scope: namespace === '' ? 'cluster' : 'namespace' };
}
