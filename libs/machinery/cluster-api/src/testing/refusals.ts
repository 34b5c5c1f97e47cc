import { ApiError } from '@klockwork/kernel';
import type { ResourceRef } from '@klockwork/resources';

/** `pods "web" not found` */
export function notFound(resource: ResourceRef, name: string): ApiError {
  return refusal(404, 'NotFound', `${qualified(resource)} "${name}" not found`, resource, name);
}

/** `pods "web" already exists` */
export function alreadyExists(resource: ResourceRef, name: string): ApiError {
  return refusal(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, resource, name);
}

/** `Operation cannot be fulfilled on pods "web": …` */
export function conflict(resource: ResourceRef, name: string, why: string): ApiError {
  return refusal(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`, resource, name);
}

/** Upstream's message for a write with an old resourceVersion. */
export const OBJECT_MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** `the server could not find the requested resource` */
export function pathNotFound(): ApiError {
  return new ApiError({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource', details: {} });
}

function refusal(code: number, reason: string, message: string, resource: ResourceRef, name: string): ApiError {
  return new ApiError({ code, reason, message, details: { name, group: resource.group, kind: resource.resource } });
}

function qualified({ group, resource }: ResourceRef): string {
  return group === '' ? resource : `${resource}.${group}`;
}
