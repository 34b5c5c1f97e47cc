import type { BackendApi } from '@klockwork/cluster-api';
import type { Actor } from '@klockwork/event-store';
import type { ResourceRef } from '@klockwork/resources';
import type { ApiFaults } from './api-faults.ts';

/** Returns the API of a component, whose requests active faults let fail. */
export function faultedApi(api: BackendApi, faults: ApiFaults, { user, userAgent }: Actor): BackendApi {
  if (faults.none) return api;
  const check = async (verb: string, { group, resource }: ResourceRef, name = '') => {
    faults.refuse({ verb, group, resource, name, user, userAgent });
  };
  return {
    get: (resource, name) => check('get', resource, name.name).then(() => api.get(resource, name)),
    read: (resource, path) => check('get', resource).then(() => api.read(resource, path)),
    list: (resource, options) => check('list', resource).then(() => api.list(resource, options)),
    readLog: (resource, after) => check('watch', resource).then(() => api.readLog(resource, after)),
    create: (resource, object, options) =>
      check('create', resource, object.metadata?.name).then(() => api.create(resource, object, options)),
    update: (resource, object, options) =>
      check('update', resource, object.metadata?.name).then(() => api.update(resource, object, options)),
    patch: (resource, name, patch, options) => check('patch', resource, name.name).then(() => api.patch(resource, name, patch, options)),
    delete: (resource, name, deletion, options) =>
      check('delete', resource, name.name).then(() => api.delete(resource, name, deletion, options)),
  };
}
